package io.patchrank.pipeline.exchange;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.storage.exchange.HlocWriter;
import java.util.Arrays;

/**
 * Mutual nearest neighbours by cosine, as hloc's {@code matchers/nearest_neighbor.py} with {@code do_mutual_check}: a
 * match for each descriptor whose nearest neighbour has it as its own, and (cosine + 1) / 2 as score of each nearest
 * neighbour, mutual or not.
 */
final class MutualMatches {
    private MutualMatches() {}

    static HlocWriter.Matches of(LocalDescriptors first, LocalDescriptors second) {
        int n = first.validCount();
        int m = second.validCount();
        int dimension = first.dimension();
        float[] a = normalised(first);
        float[] b = normalised(second);
        int[] best = new int[n];
        float[] cosine = new float[n];
        int[] back = new int[m];
        float[] backCosine = new float[m];
        Arrays.fill(cosine, Float.NEGATIVE_INFINITY);
        Arrays.fill(backCosine, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                float dot = dot(a, i * dimension, b, j * dimension, dimension);
                if (dot > cosine[i]) {
                    cosine[i] = dot;
                    best[i] = j;
                }
                if (dot > backCosine[j]) {
                    backCosine[j] = dot;
                    back[j] = i;
                }
            }
        }
        int[] matches = new int[n];
        float[] scores = new float[n];
        for (int i = 0; i < n; i++) {
            matches[i] = m > 0 && back[best[i]] == i ? best[i] : -1;
            scores[i] = m > 0 ? (cosine[i] + 1) / 2 : 0;
        }
        return new HlocWriter.Matches(matches, scores);
    }

    private static float[] normalised(LocalDescriptors locals) {
        int dimension = locals.dimension();
        float[] values = Arrays.copyOf(locals.values(), locals.validCount() * dimension);
        for (int at = 0; at < values.length; at += dimension) {
            float length = (float) Math.sqrt(dot(values, at, values, at, dimension));
            for (int d = 0; d < dimension; d++) {
                values[at + d] /= Math.max(length, Float.MIN_NORMAL);
            }
        }
        return values;
    }

    /** Four sums that do not wait for each other. */
    private static float dot(float[] a, int from, float[] b, int at, int dimension) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int d = 0;
        for (; d + 3 < dimension; d += 4) {
            s0 += a[from + d] * b[at + d];
            s1 += a[from + d + 1] * b[at + d + 1];
            s2 += a[from + d + 2] * b[at + d + 2];
            s3 += a[from + d + 3] * b[at + d + 3];
        }
        for (; d < dimension; d++) {
            s0 += a[from + d] * b[at + d];
        }
        return s0 + s1 + (s2 + s3);
    }
}
