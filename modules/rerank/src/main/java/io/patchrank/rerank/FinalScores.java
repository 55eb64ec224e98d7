package io.patchrank.rerank;

import io.patchrank.api.rerank.ShortlistScores;
import java.util.Arrays;

/**
 * {@code 1 / (1 + exp(-4 * (s + b - 0.6)))} for each similarity s and bonus b: from 0 to 1, in the order of
 * {@code s + b}. A bonus not known yet (NaN) is taken to be the median of those known.
 */
final class FinalScores {
    /** Where the score is a half. */
    private static final double HALF = 0.6;

    private static final double STEEPNESS = 4;

    private FinalScores() {}

    /** @param bonuses what local matches add to each similarity, [n] */
    static float[] of(ShortlistScores shortlist, double[] bonuses) {
        double usual = Quantile.median(
                Arrays.stream(bonuses).filter(bonus -> !Double.isNaN(bonus)).toArray());
        float[] scores = new float[bonuses.length];
        for (int i = 0; i < scores.length; i++) {
            double bonus = Double.isNaN(bonuses[i]) ? usual : bonuses[i];
            double sum = shortlist.similarities().get(i) + bonus;
            scores[i] = (float) (1 / (1 + Math.exp(-STEEPNESS * (sum - HALF))));
        }
        return scores;
    }
}
