package io.patchrank.evaluation.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Where the positives of one query stand in its ranked list; every measure is a function of this. Junk images are taken
 * out of the list first, as the protocol of revisited Oxford and Paris asks: they neither help nor harm.
 *
 * <p>Follows {@code compute_ap} and {@code compute_map} of filipradenovic/revisitop (Radenović et al., "Revisiting
 * Oxford and Paris", CVPR 2018). A query without positives has no score: every measure is {@code NaN}. Immutable.
 */
public final class PositiveRanks {
    private final int[] ranks;
    private final int positives;

    private PositiveRanks(int[] ranks, int positives) {
        this.ranks = ranks;
        this.positives = positives;
    }

    /**
     * Finds the positives in a list.
     *
     * @param ranking best first; may be cut short, then positives beyond its end count as missed
     * @param positives all that should be found, in the ranking or not
     * @param junk images to leave out, usually the query itself
     */
    public static <T> PositiveRanks of(List<T> ranking, Set<T> positives, Set<T> junk) {
        return scan(
                ranking.size(),
                positives.size(),
                place -> positives.contains(ranking.get(place)),
                place -> junk.contains(ranking.get(place)),
                ranking::get);
    }

    /**
     * The same for images known by their row in the gallery.
     *
     * @param ranking gallery rows, best first
     */
    public static PositiveRanks of(int[] ranking, Relevance relevance) {
        return scan(
                ranking.length,
                relevance.positives(),
                place -> relevance.isPositive(ranking[place]),
                place -> relevance.isJunk(ranking[place]),
                place -> ranking[place]);
    }

    private static PositiveRanks scan(
            int length, int positives, IntPredicate positive, IntPredicate junk, IntFunction<?> image) {
        int[] found = new int[Math.min(positives, length)];
        int count = 0;
        int rank = 0;
        for (int place = 0; place < length; place++) {
            if (junk.test(place)) {
                continue;
            }
            if (positive.test(place)) {
                if (count == found.length) {
                    throw new IllegalArgumentException("a positive stands twice in the ranking: " + image.apply(place));
                }
                found[count++] = rank;
            }
            rank++;
        }
        return new PositiveRanks(Arrays.copyOf(found, count), positives);
    }

    /** Area under the precision-recall curve by the trapezoidal rule, 0..1. */
    public double averagePrecision() {
        if (positives == 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (int j = 0; j < ranks.length; j++) {
            double before = ranks[j] == 0 ? 1.0 : (double) j / ranks[j];
            double after = (j + 1.0) / (ranks[j] + 1.0);
            sum += (before + after) / 2;
        }
        return sum / positives;
    }

    /**
     * Sum of the precisions at the positives found, over the most that could be found, 0..1: average precision as Google
     * Landmarks v2 defines it, for lists cut at 100 places (Weyand et al., CVPR 2020; {@code compute_rectangular_ap} of
     * pavelsuma/ames).
     *
     * @param places length of the list, junk included; at least 1
     */
    public double rectangularPrecision(int places) {
        if (positives == 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (int j = 0; j < ranks.length; j++) {
            sum += (j + 1.0) / (ranks[j] + 1.0);
        }
        return sum / Math.min(positives, places);
    }

    /** Recall@k of instance retrieval: 1 when at least one positive stands among the first {@code k}, otherwise 0. */
    public double recallAt(int k) {
        if (positives == 0) {
            return Double.NaN;
        }
        return ranks.length > 0 && ranks[0] < k ? 1 : 0;
    }

    /**
     * Share of positives among the first {@code k}; a list whose last positive stands earlier is judged up to there, as
     * the reference's mP@k does. 0 when no positive was found.
     */
    public double precisionAt(int k) {
        if (positives == 0) {
            return Double.NaN;
        }
        if (ranks.length == 0) {
            return 0;
        }
        int depth = Math.min(ranks[ranks.length - 1] + 1, k);
        return (double) Arrays.stream(ranks).filter(rank -> rank < depth).count() / depth;
    }

    /** Number of images that should be found. */
    public int positives() {
        return positives;
    }
}
