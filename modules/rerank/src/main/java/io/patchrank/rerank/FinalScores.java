package io.patchrank.rerank;

import io.patchrank.api.rerank.ShortlistScores;
import java.util.Arrays;

/**
 * {@code 1 / (1 + exp(-4 * (s + b - 0.6)))} for each similarity s and bonus b: from 0 to 1, in the order of
 * {@code s + b}. A bonus not known yet (NaN) is taken to be the median of those known; while fewer than 10 are known
 * (or, of a shortlist below 20, no more than half), none counts, and the global order stays.
 *
 * <p>Measured on the development photographs, 100 candidates: with 5 known the mean mAP of degraded queries falls below
 * the global list's, with 10 known it is above, with 20 it is that of all 100. A score of 0.58 separates 99 % of the
 * wrong candidates.
 */
final class FinalScores {
    /** Where the score is a half. */
    private static final double HALF = 0.6;

    private static final double STEEPNESS = 4;

    private static final int LEAST_KNOWN = 10;

    private FinalScores() {}

    /** @param bonuses what local matches add to each similarity, [n] */
    static float[] of(ShortlistScores shortlist, double[] bonuses) {
        double[] known =
                Arrays.stream(bonuses).filter(bonus -> !Double.isNaN(bonus)).toArray();
        boolean enough = known.length >= Math.min(LEAST_KNOWN, bonuses.length / 2 + 1);
        double usual = Quantile.median(known);
        float[] scores = new float[bonuses.length];
        for (int i = 0; i < scores.length; i++) {
            double bonus = Double.isNaN(bonuses[i]) ? usual : bonuses[i];
            double sum = shortlist.similarities().get(i) + (enough ? bonus : 0);
            scores[i] = (float) (1 / (1 + Math.exp(-STEEPNESS * (sum - HALF))));
        }
        return scores;
    }
}
