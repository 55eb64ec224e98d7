package io.patchrank.pipeline.search;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Milliseconds of each step of one query. Used by one query's callbacks, one after another. */
final class Stopwatch {
    private final long start = System.nanoTime();
    private long lap = start;
    private final Map<String, Double> steps = new LinkedHashMap<>();

    /** The time since the last lap was this step's. */
    void lap(String step) {
        long now = System.nanoTime();
        steps.merge(step, (now - lap) / 1e6, Double::sum);
        lap = now;
    }

    /** A step that was measured elsewhere, in another stage. */
    void note(String step, double millis) {
        steps.put(step, millis);
        lap = System.nanoTime();
    }

    Duration left(Duration budget) {
        return budget.minusNanos(System.nanoTime() - start);
    }

    /** The steps until now, and their total. */
    Map<String, Double> soFar() {
        Map<String, Double> timings = new LinkedHashMap<>(steps);
        timings.put("total", (System.nanoTime() - start) / 1e6);
        return timings;
    }
}
