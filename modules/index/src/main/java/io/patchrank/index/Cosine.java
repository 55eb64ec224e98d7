package io.patchrank.index;

/**
 * The dot product that decides an order. Lucene's SIMD kernels may add in another order once they are compiled, which
 * moves the last bit of a sum, and so tears equal descriptors apart; this one adds in the same order always.
 */
final class Cosine {
    private static final int LANES = 4;

    private Cosine() {}

    /** Of two L2-normalised vectors of the same length, summed in double. */
    static float of(float[] a, float[] b) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (int end = a.length - a.length % LANES; i < end; i += LANES) {
            first += (double) a[i] * b[i];
            second += (double) a[i + 1] * b[i + 1];
            third += (double) a[i + 2] * b[i + 2];
            fourth += (double) a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            first += (double) a[i] * b[i];
        }
        return (float) (first + second + third + fourth);
    }
}
