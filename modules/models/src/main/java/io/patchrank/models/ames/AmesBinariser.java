package io.patchrank.models.ames;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.Binariser;
import io.patchrank.api.feature.BinaryCodes;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.StateDict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The first step of a binary AMES network by itself: signs of the rotated descriptor (ITQ), as {@link AmesNetwork} takes
 * them in place of descriptors. Descriptors need no particular length, which signs do not depend on. Computes in Java:
 * where codes are stored no network runs.
 */
public final class AmesBinariser implements Binariser {
    private final String subject;
    private final int dimension;
    private final int bits;
    private final float[] rotation;
    private final String digest;

    private AmesBinariser(String subject, int dimension, int bits, float[] rotation) {
        this.subject = subject;
        this.dimension = dimension;
        this.bits = bits;
        this.rotation = rotation;
        this.digest = digest(dimension, bits, rotation);
    }

    /**
     * Takes the projection out of a checkpoint; it is copied.
     *
     * @throws PatchrankException {@code MODEL_INVALID} naming the file: no AMES checkpoint, one of full precision, or one
     *     whose codes are as long as its descriptors, which could not be told apart
     */
    public static AmesBinariser load(StateDict weights) {
        AmesArchitecture shape = AmesArchitecture.of(weights);
        if (!shape.binary()) {
            throw AmesArchitecture.invalid(
                    weights, "is of full precision and has no binary codes; use a binary (dist) checkpoint");
        }
        if (!shape.takesCodes(shape.bits())) {
            throw AmesArchitecture.invalid(
                    weights,
                    "has codes as long as its descriptors, " + shape.bits()
                            + ", so that one could be taken for the other; codes of it cannot be kept");
        }
        return new AmesBinariser(
                weights.subject(),
                shape.localDimension(),
                shape.bits(),
                HostArrays.floats(weights.get("remap_local.0.W", shape.localDimension(), shape.bits())));
    }

    private static String digest(int dimension, int bits, float[] rotation) {
        ByteBuffer bytes = ByteBuffer.allocate((2 + rotation.length) * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(dimension)
                .putInt(bits);
        bytes.asFloatBuffer().put(rotation);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public int bits() {
        return bits;
    }

    /** SHA-256 of the projection alone: networks that share it share codes. */
    @Override
    public String digest() {
        return digest;
    }

    @Override
    public BinaryCodes codes(LocalDescriptors locals) {
        if (locals.dimension() != dimension) {
            throw new PatchrankException(
                    ErrorCode.MODEL_MISMATCH,
                    subject,
                    "makes codes of descriptors of " + dimension + " dimensions, not of " + locals.dimension()
                            + "; use a checkpoint made for this gallery's model");
        }
        float[] projected = new float[locals.validCount() * bits];
        int kept = 0;
        for (int i = 0; i < locals.validCount(); i++) {
            if (pointsSomewhere(locals.values(), i)) {
                project(locals.values(), i * dimension, projected, kept++ * bits);
            }
        }
        return BinaryCodes.ofSigns(bits, Arrays.copyOf(projected, kept * bits));
    }

    private boolean pointsSomewhere(float[] values, int row) {
        boolean somewhere = false;
        for (int i = row * dimension; i < (row + 1) * dimension; i++) {
            if (!Float.isFinite(values[i])) {
                throw new PatchrankException(
                        ErrorCode.DATA_CORRUPT,
                        "descriptor " + row,
                        "holds " + values[i] + "; extract the image again");
            }
            somewhere |= values[i] != 0;
        }
        return somewhere;
    }

    /** Sums in double, so that only values about zero could have another sign elsewhere. */
    private void project(float[] values, int from, float[] target, int at) {
        double[] sums = new double[bits];
        for (int d = 0; d < dimension; d++) {
            double value = values[from + d];
            int row = d * bits;
            for (int b = 0; b < bits; b++) {
                sums[b] += value * rotation[row + b];
            }
        }
        for (int b = 0; b < bits; b++) {
            target[at + b] = (float) sums[b];
        }
    }
}
