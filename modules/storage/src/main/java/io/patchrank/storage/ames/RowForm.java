package io.patchrank.storage.ames;

import io.patchrank.api.feature.LocalDescriptors;

/** One image between its numbers, [k, 5 + D] of x, y, scale, mask, weight, descriptor, and our local descriptors. */
final class RowForm {
    static final int META = 5;

    private static final int X = 0;
    private static final int Y = 1;
    private static final int SCALE = 2;
    private static final int MASK = 3;
    private static final int WEIGHT = 4;

    private RowForm() {}

    /**
     * Moves padding behind the descriptors, which keep their order.
     *
     * @throws IllegalArgumentException when a number is not finite or all is padding
     */
    static LocalDescriptors descriptors(float[] numbers, int count, int dimension) {
        int columns = META + dimension;
        float[] x = new float[count];
        float[] y = new float[count];
        float[] scale = new float[count];
        float[] weight = new float[count];
        boolean[] padding = new boolean[count];
        float[] values = new float[count * dimension];
        int next = 0;
        for (boolean filler : new boolean[] {false, true}) {
            for (int i = 0; i < count; i++) {
                int at = i * columns;
                // NaN hides its descriptor as well: the reference makes a boolean of it.
                if (numbers[at + MASK] != 0 != filler) {
                    continue;
                }
                if (!filler) {
                    requireFinite(numbers, i, at, columns);
                }
                x[next] = numbers[at + X];
                y[next] = numbers[at + Y];
                scale[next] = numbers[at + SCALE];
                weight[next] = numbers[at + WEIGHT];
                padding[next] = filler;
                System.arraycopy(numbers, at + META, values, next * dimension, dimension);
                next++;
            }
            if (!filler && next == 0) {
                throw new IllegalArgumentException("the mask hides all " + count
                        + " descriptors, nothing is left to compare; extract the image again or leave it out");
            }
        }
        return new LocalDescriptors(dimension, x, y, scale, weight, padding, values);
    }

    private static void requireFinite(float[] numbers, int descriptor, int from, int columns) {
        for (int c = 0; c < columns; c++) {
            if (!Float.isFinite(numbers[from + c])) {
                throw new IllegalArgumentException("descriptor " + descriptor + " holds " + numbers[from + c]
                        + " in column " + c + "; extract the image again");
            }
        }
    }
}
