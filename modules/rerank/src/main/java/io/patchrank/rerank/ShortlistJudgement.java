package io.patchrank.rerank;

import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.ShortlistScores;
import java.util.Arrays;

/**
 * Judges match counts against the noise of their own shortlist, and adds what stands out to the global similarity.
 * Most of a shortlist is wrong, so its median count is what chance gives and the median absolute deviation (MAD) is how
 * far chance strays: {@code evidence = max(0, count - median - margin * MAD) / (median + MAD + 1)}, and
 * {@code final = similarity + weight * evidence / (1 + evidence)}, between 0 and 1 + weight.
 *
 * @param margin MADs above the median that are still noise
 * @param weight most that matches can add to a similarity
 */
public record ShortlistJudgement(float margin, float weight) {
    public static final ShortlistJudgement DEFAULTS = new ShortlistJudgement(3, 1);

    public ShortlistJudgement {
        Overrides.requireBetween("margin", margin, 0, 100);
        Overrides.requireBetween("weight", weight, 0, 100);
    }

    ShortlistJudgement with(Overrides given) {
        return new ShortlistJudgement(given.number("margin", margin), given.number("weight", weight));
    }

    /** Final scores in the order of the shortlist; a candidate without a pair score keeps its similarity. */
    float[] combine(ShortlistScores shortlist) {
        double[] counts = shortlist.scores().stream()
                .flatMap(score -> score.stream().mapToDouble(PairScore::raw).boxed())
                .mapToDouble(Double::doubleValue)
                .toArray();
        double median = median(counts);
        double deviation =
                median(Arrays.stream(counts).map(c -> Math.abs(c - median)).toArray());
        float[] scores = new float[shortlist.size()];
        for (int i = 0; i < scores.length; i++) {
            double evidence = shortlist
                    .scores()
                    .get(i)
                    .map(s -> Math.max(0, s.raw() - median - margin * deviation) / (median + deviation + 1))
                    .orElse(0.0);
            scores[i] = (float) (shortlist.similarities().get(i) + weight * evidence / (1 + evidence));
        }
        return scores;
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
