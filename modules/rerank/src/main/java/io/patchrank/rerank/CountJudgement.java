package io.patchrank.rerank;

import io.patchrank.api.rerank.PairScore;
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

    @Override
    public float[] combine(ShortlistScores shortlist) {
        List<PairScore> known =
                shortlist.scores().stream().flatMap(Optional::stream).toList();
        double[] counts = known.stream().mapToDouble(PairScore::raw).toArray();
        double median = Quantile.median(counts);
        double deviation = Quantile.median(
                Arrays.stream(counts).map(count -> Math.abs(count - median)).toArray());
        double scale = median + deviation + valueOfOneMatch(known);
        double[] bonuses = new double[shortlist.size()];
        for (int i = 0; i < bonuses.length; i++) {
            bonuses[i] = shortlist
                    .scores()
                    .get(i)
                    .map(score -> Math.max(0, score.raw() - median - margin * deviation) / scale)
                    .map(excess -> weight * excess / (1 + excess))
                    .orElse(Double.NaN);
        }
        return FinalScores.of(shortlist, bonuses);
    }

    /** 1 for counts; what a match is worth on average for shares and weighted counts. */
    private static double valueOfOneMatch(List<PairScore> known) {
        double raw = known.stream().mapToDouble(PairScore::raw).sum();
        long matches = known.stream().mapToLong(PairScore::matches).sum();
        return matches == 0 || raw <= 0 ? 1 : raw / matches;
    }
}
