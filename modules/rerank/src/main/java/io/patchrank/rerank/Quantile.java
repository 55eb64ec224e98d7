package io.patchrank.rerank;

import java.util.Arrays;

/** A quantile by linear interpolation between the neighbouring values, as numpy has it. */
final class Quantile {
    private Quantile() {}

    static double median(double[] values) {
        return of(values, 0.5);
    }

    /** 0 of nothing. Sorts {@code values}. */
    static double of(double[] values, double share) {
        if (values.length == 0) {
            return 0;
        }
        Arrays.sort(values);
        double position = share * (values.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, values.length - 1);
        return values[below] + (position - below) * (values[above] - values[below]);
    }
}
