package io.patchrank.imaging.draw;

import java.util.Arrays;

/**
 * A scale on which a few extreme values do not press all others together.
 *
 * @param low value that becomes 0
 * @param high value that becomes 1
 */
record Percentiles(double low, double high) {
    /** Between the values that this share lies below, and above. */
    static Percentiles of(float[] values, double share) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = (int) Math.floor(share * (sorted.length - 1));
        return new Percentiles(sorted[cut], sorted[sorted.length - 1 - cut]);
    }

    /** 0 to 1; all values 0.5 where they are equal. */
    double scale(double value) {
        return high > low ? Math.clamp((value - low) / (high - low), 0.0, 1.0) : 0.5;
    }
}
