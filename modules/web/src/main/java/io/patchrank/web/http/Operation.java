package io.patchrank.web.http;

import io.vertx.core.Future;

/** What an operation of the document does. */
@FunctionalInterface
public interface Operation {
    /** Answers the call. A failed future, or an exception, is answered as a {@code Failure}. Event loop. */
    Future<?> run(Call call);
}
