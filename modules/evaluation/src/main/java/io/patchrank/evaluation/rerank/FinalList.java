package io.patchrank.evaluation.rerank;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The list of one query after re-ranking.
 *
 * @param rows gallery rows, best first
 * @param scores final scores of the first of them; shorter than {@code rows} by those beyond the shortlist
 */
public record FinalList(int[] rows, float[] scores) {
    /**
     * Re-ranks one list. Computes in float32 as {@code rerank} of pavelsuma/ames does, so that saturated sigmoids tie
     * where they tie there; ties keep the global order.
     *
     * @param rows global ranking, best first
     * @param similarities of it
     * @param raw scores of its first images, at least {@code topK} where the list is as long
     */
    static FinalList of(int[] rows, float[] similarities, float[] raw, GridPoint point) {
        int head = Math.min(point.topK(), rows.length);
        float[] combined = new float[head];
        float lambda = (float) point.lambda();
        float rest = (float) (1 - point.lambda());
        float temperature = (float) -point.temperature();
        for (int i = 0; i < head; i++) {
            float sigmoid = 1f / (1f + (float) Math.exp(temperature * raw[i]));
            combined[i] = lambda * similarities[i] + rest * sigmoid;
        }
        int[] order = IntStream.range(0, head)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> combined[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ranked = rows.clone();
        float[] scores = new float[head];
        for (int i = 0; i < head; i++) {
            ranked[i] = rows[order[i]];
            scores[i] = combined[order[i]];
        }
        return new FinalList(ranked, scores);
    }
}
