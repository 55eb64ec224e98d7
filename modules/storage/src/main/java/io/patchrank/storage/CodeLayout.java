package io.patchrank.storage;

import io.patchrank.api.feature.BinaryCodes;
import io.patchrank.api.feature.LocalDescriptors;
import java.nio.ByteBuffer;

/**
 * Binary codes of an image in a file: how many it has (uint16), then {@code count} packed codes of
 * {@link BinaryCodes}, zero where it has fewer.
 *
 * @param alone whether they stand in the place of float descriptors, global descriptor and name, which are not kept then
 * @param count codes kept of an image; 0 where none are kept
 * @param projection names what made them
 */
public record CodeLayout(boolean alone, int count, int bits, String projection) {
    public static final CodeLayout NONE = new CodeLayout(false, 0, 0, "");
    /** What the uint16 can say. */
    static final int MAX_COUNT = 0xFFFF;

    static final int NUMBER_BYTES = Short.BYTES;

    boolean isKept() {
        return count > 0;
    }

    /** Size of one code. */
    int codeBytes() {
        return BinaryCodes.bytes(bits);
    }

    /** Size of an image's codes and their number. */
    int rowBytes() {
        return isKept() ? NUMBER_BYTES + count * codeBytes() : 0;
    }

    /** Writes {@code rowBytes()} bytes at the buffer's position; there are at most {@code count} codes. */
    void put(BinaryCodes codes, ByteBuffer target) {
        int end = target.position() + rowBytes();
        target.putShort((short) codes.count()).put(codes.packed());
        while (target.position() < end) {
            target.put((byte) 0);
        }
    }

    /**
     * The first {@code wanted} codes as descriptors.
     *
     * @param number codes of the image, as stored
     * @param packed at the first code
     * @throws IllegalArgumentException when the number is one that no encoder writes
     */
    LocalDescriptors unpack(int number, ByteBuffer packed, int wanted) {
        if (number > count) {
            throw new IllegalArgumentException(number + " codes of " + count);
        }
        int read = Math.min(number, wanted);
        byte[] codes = new byte[read * codeBytes()];
        packed.get(codes);
        return new BinaryCodes(bits, read, codes).unpack(wanted);
    }

    @Override
    public String toString() {
        return isKept()
                ? count + " codes of " + bits + " bits " + (alone ? "only" : "beside") + ", projection " + projection
                : "no codes";
    }
}
