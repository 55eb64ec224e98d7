package io.patchrank.evaluation.metrics;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * The figures by which a ranking is judged, of one query or averaged; 0..1, {@code NaN} where nothing was to be found.
 *
 * @param map mean average precision (for one query its average precision)
 * @param recallAt1 share of queries with a positive at the first place
 * @param recallAt5 … among the first five
 * @param recallAt10 … among the first ten
 */
public record RetrievalScores(double map, double recallAt1, double recallAt5, double recallAt10) {
    /** The scores of one query. */
    public static RetrievalScores of(PositiveRanks ranks) {
        return new RetrievalScores(ranks.averagePrecision(), ranks.recallAt(1), ranks.recallAt(5), ranks.recallAt(10));
    }

    /** The mean of each figure; {@code NaN} entries (queries without positives) are left out, as in the reference. */
    public static RetrievalScores mean(Collection<RetrievalScores> scores) {
        return new RetrievalScores(
                mean(scores, RetrievalScores::map),
                mean(scores, RetrievalScores::recallAt1),
                mean(scores, RetrievalScores::recallAt5),
                mean(scores, RetrievalScores::recallAt10));
    }

    private static double mean(Collection<RetrievalScores> scores, ToDoubleFunction<RetrievalScores> figure) {
        return scores.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
