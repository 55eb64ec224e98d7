package io.patchrank.rerank.stage;

import java.time.Duration;

/** Measured time between finished pairs while there is work, smoothed. Thread-safe. */
final class ServiceRate {
    /** Answered before anything was measured. */
    private static final Duration UNKNOWN = Duration.ofMillis(500);

    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofMinutes(1);

    /** Share of the newest batch in the mean: the last ten batches dominate. */
    private static final double NEWEST = 0.2;

    private double nanosPerPair;
    private long lastFinished = Long.MIN_VALUE;

    /** A batch drawn at {@code drawnAt} is done; time before it was drawn was idle and does not count. */
    synchronized void finished(int pairs, long drawnAt, long now) {
        double each = (double) (now - Math.max(drawnAt, lastFinished)) / pairs;
        nanosPerPair = nanosPerPair == 0 ? each : nanosPerPair + NEWEST * (each - nanosPerPair);
        lastFinished = now;
    }

    /** Time to serve so many pairs, from 10 ms to 1 minute. */
    synchronized Duration timeFor(long pairs) {
        if (nanosPerPair == 0) {
            return UNKNOWN;
        }
        double nanos = Math.min(nanosPerPair * pairs, MOST.toNanos());
        return Duration.ofNanos((long) Math.max(nanos, LEAST.toNanos()));
    }
}
