package io.patchrank.index;

/**
 * A vector in 8 bits a value: {@code values ≈ scale * codes}, with the length of what is missing.
 *
 * @param codes -127..127, padded with zeros to a multiple of {@link #STEP}
 * @param error L2 norm of {@code values - scale * codes}, not below the true one
 */
record Codes(short[] codes, float scale, float error) {
    /** The width of rows is a multiple of this. */
    static final int STEP = 32;

    private static final int LARGEST = 127;
    /** For the rounding of the norm itself. */
    private static final double SAFE = 1 + 1e-5;

    static Codes of(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        short[] codes = new short[padded(values.length)];
        if (largest == 0) {
            return new Codes(codes, 0, 0);
        }
        float scale = largest / LARGEST;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            // Quicker than Math.round, and for those in the middle either code is as near.
            int code = Math.clamp((int) Math.rint(values[i] / scale), -LARGEST, LARGEST);
            codes[i] = (short) code;
            double missing = values[i] - (double) scale * code;
            squares += missing * missing;
        }
        return new Codes(codes, scale, (float) (Math.sqrt(squares) * SAFE));
    }

    static int padded(int dimension) {
        return (dimension + STEP - 1) / STEP * STEP;
    }

    byte[] bytes() {
        byte[] bytes = new byte[codes.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) codes[i];
        }
        return bytes;
    }

    /** L2 norm of {@code scale * codes}. */
    double length() {
        double squares = 0;
        for (short code : codes) {
            squares += code * code;
        }
        return scale * Math.sqrt(squares);
    }
}
