package io.patchrank.pipeline.flow;

import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Lets so many requests in at once and answers the others {@code OVERLOADED}. Thread-safe. */
public final class Admission {
    private static final Duration RETRY_AT_LEAST = Duration.ofMillis(100);
    private static final double SMOOTHING = 0.1;

    private final String name;
    private final int places;
    private final AtomicInteger inProgress = new AtomicInteger();
    private volatile double smoothedMillis;

    /**
     * @param name the subject of refusals
     * @param places requests in progress at once
     */
    public Admission(String name, int places) {
        this.name = name;
        this.places = places;
    }

    /** Does the work, which holds a place until its future ends. */
    public <T> Future<T> admit(Supplier<Future<T>> work) {
        if (inProgress.incrementAndGet() > places) {
            inProgress.decrementAndGet();
            return Future.failedFuture(PatchrankException.overloaded(name, retryAfter()));
        }
        long start = System.nanoTime();
        return started(work).onComplete(r -> {
            inProgress.decrementAndGet();
            smoothedMillis += SMOOTHING * ((System.nanoTime() - start) / 1e6 - smoothedMillis);
        });
    }

    private static <T> Future<T> started(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** With all places taken, half of those inside are answered in half the time that a request takes now. */
    private Duration retryAfter() {
        return Duration.ofMillis(Math.max(RETRY_AT_LEAST.toMillis(), (long) (smoothedMillis / 2)));
    }
}
