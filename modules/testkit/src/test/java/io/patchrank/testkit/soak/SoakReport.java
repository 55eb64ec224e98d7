package io.patchrank.testkit.soak;

import java.util.List;

/**
 * @param warm samples after warm-up
 * @param done how often what was done
 */
record SoakReport(long seed, List<Sample> warm, String done) {
    /** Of the samples, those that are still warming up. */
    static final double WARMING_UP = 0.3;

    static SoakReport of(long seed, List<Sample> samples, String done) {
        return new SoakReport(seed, samples.subList((int) (samples.size() * WARMING_UP), samples.size()), done);
    }

    long extractions() {
        return warm.getLast().extractions();
    }

    Trend trend(String quantity) {
        return Trend.of(warm, quantity);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("long run, seed %d: %d extractions, %d samples from extraction %d on; %s"
                .formatted(seed, extractions(), warm.size(), warm.getFirst().extractions(), done));
        warm.getFirst()
                .values()
                .keySet()
                .forEach(quantity -> text.append("\n  %-20s %s".formatted(quantity, trend(quantity))));
        return text.toString();
    }
}
