package io.patchrank.testkit.crash;

import java.util.concurrent.atomic.AtomicInteger;

/** Ends its own process at the n-th time that a point is reached: at once, with no hook, as {@code kill -9} does. */
final class Fuse {
    private static final int KILLED = 137;

    private final CrashPoint point;
    private final AtomicInteger left;

    /** @param occurrence counted from 1 */
    Fuse(CrashPoint point, int occurrence) {
        this.point = point;
        this.left = new AtomicInteger(occurrence);
    }

    void reached(CrashPoint here) {
        if (here == point && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
