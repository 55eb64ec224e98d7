package io.patchrank.web.http;

import io.patchrank.api.error.PatchrankException;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Bounds the streams that are open at the same time. Event loop. */
public final class StreamLimit {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private int left;

    public StreamLimit(int most) {
        this.left = most;
    }

    /** @throws PatchrankException {@code OVERLOADED} when there are too many */
    public EventStream open(RoutingContext context) {
        if (left == 0) {
            throw PatchrankException.overloaded("web", RETRY);
        }
        left--;
        EventStream stream = EventStream.open(context);
        stream.closed().onComplete(v -> left++);
        return stream;
    }
}
