package io.patchrank.web.jobs;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a job does: the same operation of the bus, answered by a row, for each of many images.
 *
 * @param type as the document has it
 * @param requests looks for all of them, which may take long: asked once, when the job begins
 * @param address that each is sent to
 */
record JobWork(String type, Supplier<Future<List<JsonObject>>> requests, String address) {}
