package io.patchrank.web.jobs;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * What a job does: the same operation of the bus for each of many images.
 *
 * @param type as the document has it
 * @param requests all of them; may take long to find
 * @param address that each is sent to
 * @param failed whether an answer counts as failed
 */
record JobWork(String type, Future<List<JsonObject>> requests, String address, Function<JsonObject, Boolean> failed) {}
