package io.patchrank.index;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;

/** The check that a descriptor is L2-normalised, without which its dot products are no cosines. */
final class UnitVectors {
    /** Wide enough for descriptors that were kept as float16. */
    private static final double TOLERANCE = 2e-3;

    private UnitVectors() {}

    /**
     * @param subject named in the error {@code BAD_REQUEST}
     */
    static void check(float[] descriptor, String subject) {
        double squares = 0;
        for (float value : descriptor) {
            squares += (double) value * value;
        }
        // Written so that NaN fails.
        if (!(Math.abs(Math.sqrt(squares) - 1) <= TOLERANCE)) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    subject,
                    "a global descriptor is L2-normalised and finite; the length of this one is " + Math.sqrt(squares));
        }
    }
}
