package io.patchrank.web.jobs;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a job does: the same operation of the bus for each of many images, answered by a row; or one operation on the
 * whole gallery.
 *
 * @param type as the document has it
 * @param requests looks for all of them, which may take long: asked once, when the job begins
 * @param address that each is sent to
 * @param next what to ask for after an answer, of an operation that is not done with it
 */
record JobWork(
        String type,
        Supplier<Future<List<JsonObject>>> requests,
        String address,
        Function<JsonObject, Optional<JsonObject>> next) {
    /** Of operations that are done when they answer. */
    JobWork(String type, Supplier<Future<List<JsonObject>>> requests, String address) {
        this(type, requests, address, answer -> Optional.empty());
    }
}
