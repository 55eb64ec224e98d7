package io.patchrank.web.http;

import io.patchrank.api.error.PatchrankException;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Bounds the bytes of bodies, of requests or of answers, that are in memory at the same time. Event loop. */
public final class MemoryBudget {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final long largest;
    private long left;

    /**
     * @param largest bytes of one body
     * @param memory bytes of all bodies
     */
    public MemoryBudget(long largest, long memory) {
        this.largest = largest;
        this.left = memory;
    }

    /** Bytes that one body may have. */
    public long largest() {
        return largest;
    }

    /** A part of the budget until it is given back. */
    public final class Share {
        private long bytes;

        private Share(long bytes) {
            this.bytes = bytes;
            left -= bytes;
        }

        /** Giving back twice is harmless. */
        public void release() {
            left += bytes;
            bytes = 0;
        }
    }

    /** @throws PatchrankException {@code OVERLOADED} when so many bytes are not left */
    public Share take(long bytes) {
        if (bytes > left) {
            throw PatchrankException.overloaded("web", RETRY);
        }
        return new Share(bytes);
    }

    /** As {@link #take}, until the call has been answered or its caller has gone. */
    public void takeFor(RoutingContext call, long bytes) {
        Share share = take(bytes);
        call.addEndHandler(ended -> share.release());
    }
}
