package io.patchrank.models.ames;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;

/**
 * The descriptors of one image on their way into a network, padding left out.
 *
 * @param image names it in errors, for example {@code query} or a gallery key
 * @param codes whether the rows are binary codes already
 * @param count at least 1
 */
record Descriptors(String image, LocalDescriptors locals, boolean codes, int count) {
    /**
     * Checks an image.
     *
     * @param checkpoint names the network in errors
     * @throws PatchrankException {@code MODEL_MISMATCH} for descriptors of another dimension, or of the codes' dimension
     *     that are no codes, {@code BAD_REQUEST} when all rows are padding, {@code DATA_CORRUPT} naming the row of a
     *     value that is no finite number
     */
    static Descriptors checked(String image, LocalDescriptors locals, AmesArchitecture shape, String checkpoint) {
        int dimension = locals.dimension();
        boolean codes = shape.takesCodes(dimension);
        if (!shape.accepts(dimension)) {
            String orCodes = shape.binary() ? " or codes of " + shape.bits() : "";
            throw new PatchrankException(
                    ErrorCode.MODEL_MISMATCH,
                    image,
                    "has descriptors of " + dimension + " dimensions, AMES checkpoint " + checkpoint + " takes "
                            + shape.localDimension() + orCodes + "; use a checkpoint made for this gallery's model");
        }
        if (locals.validCount() == 0) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST, image, "has no descriptors: all " + locals.count() + " rows are masked");
        }
        checkValues(image, locals, codes, checkpoint);
        return new Descriptors(image, locals, codes, locals.validCount());
    }

    private static void checkValues(String image, LocalDescriptors locals, boolean codes, String checkpoint) {
        float[] values = locals.values();
        int end = locals.validCount() * locals.dimension();
        for (int i = 0; i < end; i++) {
            float value = values[i];
            if (!Float.isFinite(value)) {
                throw new PatchrankException(
                        ErrorCode.DATA_CORRUPT,
                        image,
                        "descriptor " + i / locals.dimension() + " holds " + value + "; extract the image again");
            }
            if (codes && value != 1 && value != -1 && value != 0) {
                throw new PatchrankException(
                        ErrorCode.MODEL_MISMATCH,
                        image,
                        "descriptor " + i / locals.dimension() + " holds " + value + ", but of " + locals.dimension()
                                + " dimensions AMES checkpoint " + checkpoint + " takes only binary codes, -1 or 1");
            }
        }
    }

    int length() {
        return count * locals.dimension();
    }
}
