package io.patchrank.web.http;

import io.patchrank.api.error.PatchrankException;
import java.time.Duration;

/** Bounds the streams that are open at the same time. Event loop. */
public final class StreamLimit {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private int left;

    public StreamLimit(int most) {
        this.left = most;
    }

    /**
     * @throws PatchrankException {@code OVERLOADED} when there are too many, {@code CANCELLED} when the caller has gone:
     *     the end of a stream to nobody would never be told, nor its place given back
     */
    public EventStream open(Call call) {
        call.requireCaller();
        if (left == 0) {
            throw PatchrankException.overloaded("web", RETRY);
        }
        left--;
        EventStream stream = EventStream.open(call.context());
        stream.closed().onComplete(v -> left++);
        return stream;
    }
}
