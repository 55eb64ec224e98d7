package io.patchrank.api.feature;

import java.util.Arrays;

/**
 * Binary codes of the local descriptors of one image, strongest first, one bit a dimension. Bit j of a code is in byte
 * {@code j / 8}, highest bit first (numpy's {@code packbits}); set means 1, not set -1, and bits that fill up the last
 * byte are not set. A code is never zero: a zero descriptor has none.
 *
 * <p>Immutable by convention: the array is not copied, callers must not write to it.
 *
 * @param bits of one code
 * @param count codes
 * @param packed row-major [count, {@link #bytes(int)}]
 */
public record BinaryCodes(int bits, int count, byte[] packed) {
    public BinaryCodes {
        if (bits < 1 || packed.length != count * bytes(bits)) {
            throw new IllegalArgumentException(count + " codes of " + bits + " bits take " + bytes(bits)
                    + " bytes each, not " + packed.length + " together");
        }
    }

    /** Bytes of one code. */
    public static int bytes(int bits) {
        return (bits + Byte.SIZE - 1) / Byte.SIZE;
    }

    /**
     * The signs of projected descriptors; exactly zero counts as positive.
     *
     * @param projected row-major [count, bits]
     */
    public static BinaryCodes ofSigns(int bits, float[] projected) {
        int width = bytes(bits);
        byte[] packed = new byte[projected.length / bits * width];
        for (int i = 0; i < projected.length; i++) {
            if (projected[i] >= 0) {
                int bit = i % bits;
                packed[i / bits * width + bit / Byte.SIZE] |= (byte) (0x80 >>> bit % Byte.SIZE);
            }
        }
        return new BinaryCodes(bits, projected.length / bits, packed);
    }

    /**
     * The strongest {@code rows} codes as descriptors of {@link #bits()} dimensions, each -1 or 1; filled up with masked
     * zero rows when there are fewer. Positions, scales and weights are 0: codes have none.
     */
    public LocalDescriptors unpack(int rows) {
        int valid = Math.min(rows, count);
        int width = bytes(bits);
        float[] values = new float[rows * bits];
        for (int i = 0; i < valid; i++) {
            for (int bit = 0; bit < bits; bit++) {
                boolean set = (packed[i * width + bit / Byte.SIZE] & 0x80 >>> bit % Byte.SIZE) != 0;
                values[i * bits + bit] = set ? 1 : -1;
            }
        }
        boolean[] padding = new boolean[rows];
        Arrays.fill(padding, valid, rows, true);
        return new LocalDescriptors(
                bits, new float[rows], new float[rows], new float[rows], new float[rows], padding, values);
    }
}
