package io.patchrank.testkit.soak;

import java.util.List;
import java.util.Locale;

/**
 * A straight line through samples of one quantity (least squares).
 *
 * @param level mean
 * @param growth from the first to the last sample, along the line
 * @param error standard error of the growth: what the scatter of the samples makes uncertain
 */
record Trend(double level, double growth, double error) {
    static Trend of(List<Sample> samples, String quantity) {
        int n = samples.size();
        double meanX =
                samples.stream().mapToDouble(Sample::extractions).average().orElseThrow();
        double meanY =
                samples.stream().mapToDouble(s -> s.of(quantity)).average().orElseThrow();
        double xx = 0;
        double xy = 0;
        for (Sample sample : samples) {
            double x = sample.extractions() - meanX;
            xx += x * x;
            xy += x * (sample.of(quantity) - meanY);
        }
        double slope = xx == 0 ? 0 : xy / xx;
        double squares = 0;
        for (Sample sample : samples) {
            double rest = sample.of(quantity) - meanY - slope * (sample.extractions() - meanX);
            squares += rest * rest;
        }
        double run = samples.getLast().extractions() - samples.getFirst().extractions();
        double error = n > 2 && xx > 0 ? Math.sqrt(squares / (n - 2) / xx) * run : 0;
        return new Trend(meanY, slope * run, error);
    }

    /**
     * Whether the samples leave no doubt that it grows by more than this share of its level, or this much, whichever is
     * more: the scatter could hide it by chance once in forty times.
     */
    boolean growsBeyond(double share, double least) {
        return growth - 2 * error > Math.max(share * level, least);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "level %.4g, growth %+.3g ± %.2g", level, growth, error);
    }
}
