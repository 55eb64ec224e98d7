package io.patchrank.pipeline.flow;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Milliseconds of each step of one query. Used by one query's callbacks, one after another. */
public final class Stopwatch {
    private final long start = System.nanoTime();
    private long lap = start;
    private final Map<String, Double> steps = new LinkedHashMap<>();

    /** The time since the last lap was this step's. */
    public void lap(String step) {
        long now = System.nanoTime();
        steps.merge(step, (now - lap) / 1e6, Double::sum);
        lap = now;
    }

    /** A step that was measured elsewhere, in another stage. */
    public void note(String step, double millis) {
        steps.merge(step, millis, Double::sum);
        lap = System.nanoTime();
    }

    public Duration left(Duration budget) {
        return budget.minusNanos(System.nanoTime() - start);
    }

    /** The steps until now, and their total. */
    public Map<String, Double> soFar() {
        Map<String, Double> timings = new LinkedHashMap<>(steps);
        timings.put("total", (System.nanoTime() - start) / 1e6);
        return timings;
    }
}
