package io.patchrank.evaluation.metrics;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The figures by which a ranking is judged, of one query or averaged; 0..1, {@code NaN} where nothing was to be found.
 *
 * @param map mean average precision (for one query its average precision)
 * @param recall share of queries with a positive among the first k
 * @param precision mean precision among the first k, mP@k of revisited Oxford and Paris
 */
public record RetrievalScores(double map, AtDepths recall, AtDepths precision) {
    /** The scores of one query, average precision by trapezoids. */
    public static RetrievalScores of(PositiveRanks ranks) {
        return of(ranks, PrecisionRule.TRAPEZOIDAL, Integer.MAX_VALUE);
    }

    /**
     * The scores of one query.
     *
     * @param places length of the judged list
     */
    public static RetrievalScores of(PositiveRanks ranks, PrecisionRule rule, int places) {
        return new RetrievalScores(
                rule.averagePrecision(ranks, places), AtDepths.of(ranks::recallAt), AtDepths.of(ranks::precisionAt));
    }

    /** The mean of each figure; {@code NaN} entries (queries without positives) are left out, as in the reference. */
    public static RetrievalScores mean(Collection<RetrievalScores> scores) {
        return new RetrievalScores(
                mean(scores, RetrievalScores::map),
                meanAtDepths(scores, RetrievalScores::recall),
                meanAtDepths(scores, RetrievalScores::precision));
    }

    private static AtDepths meanAtDepths(
            Collection<RetrievalScores> scores, Function<RetrievalScores, AtDepths> figure) {
        return new AtDepths(
                mean(scores, score -> figure.apply(score).at1()),
                mean(scores, score -> figure.apply(score).at5()),
                mean(scores, score -> figure.apply(score).at10()));
    }

    private static double mean(Collection<RetrievalScores> scores, ToDoubleFunction<RetrievalScores> figure) {
        return scores.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
