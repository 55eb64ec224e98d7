package io.patchrank.rerank;

import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.Numbers;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.PatchMatch;
import io.patchrank.api.rerank.ShortlistScores;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Judges match counts (or shares) against the noise of their own shortlist. Most of a shortlist is wrong, so its median
 * count is what chance gives and the median absolute deviation (MAD) is how far chance strays:
 * {@code excess = max(0, count - median - margin * MAD) / (median + MAD + 1)}, and the similarity rises by
 * {@code weight * excess / (1 + excess)}.
 *
 * @param margin MADs above the median that are still noise
 * @param weight most that matches can add to a similarity
 */
public record CountJudgement(float margin, float weight) implements Judgement {
    public static final CountJudgement DEFAULTS = new CountJudgement(3, 1);

    public CountJudgement {
        Overrides.requireBetween("margin", margin, 0, 100);
        Overrides.requireBetween("weight", weight, 0, 100);
    }

    CountJudgement with(Overrides given) {
        return new CountJudgement(given.number("margin", margin), given.number("weight", weight));
    }

    /**
     * What a count is measured by.
     *
     * @param median of the counts
     * @param deviation their MAD
     * @param scale one unit of excess
     */
    private record Noise(double median, double deviation, double scale) {
        static Noise of(ShortlistScores shortlist) {
            List<PairScore> known =
                    shortlist.scores().stream().flatMap(Optional::stream).toList();
            double[] counts = known.stream().mapToDouble(PairScore::raw).toArray();
            double median = Quantile.median(counts);
            double deviation = Quantile.median(
                    Arrays.stream(counts).map(count -> Math.abs(count - median)).toArray());
            return new Noise(median, deviation, median + deviation + valueOfOneMatch(known));
        }
    }

    @Override
    public float[] combine(ShortlistScores shortlist) {
        return finals(shortlist, Noise.of(shortlist)).all();
    }

    private FinalScores finals(ShortlistScores shortlist, Noise noise) {
        double[] bonuses = shortlist.scores().stream()
                .mapToDouble(score -> score.map(s -> bonus(excess(s, noise))).orElse(Double.NaN))
                .toArray();
        return new FinalScores(shortlist, bonuses);
    }

    private double excess(PairScore score, Noise noise) {
        return Math.max(0, score.raw() - noise.median() - margin * noise.deviation()) / noise.scale();
    }

    private double bonus(double excess) {
        return weight * excess / (1 + excess);
    }

    @Override
    public List<Explanation> explain(ShortlistScores shortlist, List<Integer> positions, float threshold) {
        Noise noise = Noise.of(shortlist);
        FinalScores finals = finals(shortlist, noise);
        return positions.stream()
                .map(position -> shortlist
                        .scores()
                        .get(position)
                        .map(score -> explain(score, noise, threshold, finals.formula(position)))
                        .orElseGet(() -> new Explanation(finals.formula(position), List.of())))
                .toList();
    }

    private Explanation explain(PairScore score, Noise noise, float threshold, String formula) {
        double excess = excess(score, noise);
        String text = score.matches() + " matches above cosine " + Numbers.plain(threshold) + " count "
                + Numbers.plain(score.raw()) + "; the shortlist's noise is " + Numbers.plain(noise.median()) + " with a"
                + " deviation of " + Numbers.plain(noise.deviation()) + ": excess = max(0, "
                + Numbers.plain(score.raw())
                + " - " + Numbers.plain(noise.median()) + " - " + Numbers.plain(margin) + " * "
                + Numbers.plain(noise.deviation()) + ") / " + Numbers.plain(noise.scale()) + " = "
                + Numbers.plain(excess) + "; bonus = " + Numbers.plain(weight) + " * excess / (1 + excess) = "
                + Numbers.plain(bonus(excess)) + "; " + formula;
        List<PatchMatch> matches = score.evidence() instanceof MatchEvidence found
                ? found.patches(i -> found.matches().matched(i, threshold))
                : List.of();
        return new Explanation(text, matches);
    }

    /** 1 for counts; what a match is worth on average for shares and weighted counts. */
    private static double valueOfOneMatch(List<PairScore> known) {
        double raw = known.stream().mapToDouble(PairScore::raw).sum();
        long matches = known.stream().mapToLong(PairScore::matches).sum();
        return matches == 0 || raw <= 0 ? 1 : raw / matches;
    }
}
