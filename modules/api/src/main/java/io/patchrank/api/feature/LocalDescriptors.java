package io.patchrank.api.feature;

import java.util.Arrays;

/**
 * Local descriptors of one image, strongest weight first. Row i of {@link #values()} is the descriptor of the patch at
 * {@code (x[i], y[i])}. The columns are those of AMES' format 1: x, y, scale, mask, weight, descriptor; what AMES itself
 * writes into the first two is another matter, see {@link AmesLocations}.
 *
 * <p>Immutable by convention: the arrays are not copied, callers must not write to them.
 */
public final class LocalDescriptors {
    private final int dimension;
    private final float[] x;
    private final float[] y;
    private final float[] scale;
    private final float[] weight;
    private final boolean[] padding;
    private final float[] values;
    private final int valid;

    /**
     * @param dimension D, length of one descriptor
     * @param x patch centre, 0..1 of the picture's width, [n]
     * @param y patch centre, 0..1 of the picture's height, [n]
     * @param scale index of the scale that the patch comes from, [n]
     * @param weight what the patch was selected by (CLS attention, detector or norm), [n]
     * @param padding true where the row is no descriptor but filler; filler rows come last, [n]
     * @param values row-major [n, D]
     */
    public LocalDescriptors(
            int dimension, float[] x, float[] y, float[] scale, float[] weight, boolean[] padding, float[] values) {
        int n = x.length;
        if (y.length != n || scale.length != n || weight.length != n || padding.length != n) {
            throw new IllegalArgumentException("x, y, scale, weight and padding must have the same length");
        }
        if (dimension < 1 || values.length != n * dimension) {
            throw new IllegalArgumentException("values must hold " + n + " x " + dimension + " floats");
        }
        this.dimension = dimension;
        this.x = x;
        this.y = y;
        this.scale = scale;
        this.weight = weight;
        this.padding = padding;
        this.values = values;
        this.valid = countValid(padding);
    }

    private static int countValid(boolean[] padding) {
        int valid = 0;
        while (valid < padding.length && !padding[valid]) {
            valid++;
        }
        for (int i = valid; i < padding.length; i++) {
            if (!padding[i]) {
                throw new IllegalArgumentException("row " + i + " is valid but comes after padding");
            }
        }
        return valid;
    }

    /** Rows, padding included. */
    public int count() {
        return x.length;
    }

    /** Rows that are descriptors: the first {@code validCount()} ones. */
    public int validCount() {
        return valid;
    }

    public int dimension() {
        return dimension;
    }

    public float[] x() {
        return x;
    }

    public float[] y() {
        return y;
    }

    public float[] scale() {
        return scale;
    }

    public float[] weight() {
        return weight;
    }

    public boolean[] padding() {
        return padding;
    }

    public float[] values() {
        return values;
    }

    /**
     * The strongest {@code count} rows; filled up with masked zero rows when there are fewer. This is what
     * {@code descriptorCount} means wherever it is asked for.
     */
    public LocalDescriptors resized(int count) {
        if (count == count()) {
            return this;
        }
        boolean[] mask = Arrays.copyOf(padding, count);
        for (int i = count(); i < count; i++) {
            mask[i] = true;
        }
        return new LocalDescriptors(
                dimension,
                Arrays.copyOf(x, count),
                Arrays.copyOf(y, count),
                Arrays.copyOf(scale, count),
                Arrays.copyOf(weight, count),
                mask,
                Arrays.copyOf(values, count * dimension));
    }
}
