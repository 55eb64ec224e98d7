package io.patchrank.storage.hdf5;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The inverse of each filter. All fail with {@link IllegalArgumentException} on bytes that the filter never wrote. */
final class ChunkCodecs {
    private static final int CHECKSUM = 4;
    private static final int FLETCHER_MODULUS = 0xFFFF;
    private static final int LITERALS_BELOW = 32;

    private ChunkCodecs() {}

    /** @param size expected of the result; a checksum may follow in it */
    static byte[] inflate(byte[] packed, int size) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[size + CHECKSUM];
            int length = 0;
            while (!inflater.finished() && length < bytes.length) {
                int read = inflater.inflate(bytes, length, bytes.length - length);
                if (read == 0) {
                    throw new IllegalArgumentException("its deflated bytes end too early");
                }
                length += read;
            }
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("its deflated bytes are damaged (" + e.getMessage() + ")", e);
        } finally {
            inflater.end();
        }
    }

    /** Byte i of all elements stands together; what is left over at the end was not moved. */
    static byte[] unshuffle(byte[] shuffled, int elementBytes) {
        int elements = shuffled.length / elementBytes;
        byte[] bytes = shuffled.clone();
        for (int b = 0; b < elementBytes; b++) {
            for (int e = 0; e < elements; e++) {
                bytes[e * elementBytes + b] = shuffled[b * elements + e];
            }
        }
        return bytes;
    }

    /** Takes the Fletcher-32 checksum off after comparing it. */
    static byte[] verified(byte[] bytes) {
        int length = bytes.length - CHECKSUM;
        if (length < 0) {
            throw new IllegalArgumentException("it is too short for its checksum");
        }
        int stored = 0;
        for (int i = 0; i < CHECKSUM; i++) {
            stored |= (bytes[length + i] & 0xFF) << Byte.SIZE * i;
        }
        if (stored != fletcher32(bytes, length)) {
            throw new IllegalArgumentException("its Fletcher-32 checksum is wrong");
        }
        return Arrays.copyOf(bytes, length);
    }

    private static int fletcher32(byte[] bytes, int length) {
        long sum1 = 0;
        long sum2 = 0;
        for (int i = 0; i < length; i += 2) {
            int low = i + 1 < length ? bytes[i + 1] & 0xFF : 0;
            sum1 += (bytes[i] & 0xFF) << 8 | low;
            sum1 = (sum1 & FLETCHER_MODULUS) + (sum1 >> 16);
            sum2 += sum1;
            sum2 = (sum2 & FLETCHER_MODULUS) + (sum2 >> 16);
        }
        return (int) (sum2 << 16 | sum1);
    }

    /** The format of LibLZF, which h5py's filter uses. */
    static byte[] unpackLzf(byte[] packed, int size) {
        byte[] bytes = new byte[size + CHECKSUM];
        int in = 0;
        int out = 0;
        try {
            while (in < packed.length) {
                int control = packed[in++] & 0xFF;
                if (control < LITERALS_BELOW) {
                    System.arraycopy(packed, in, bytes, out, control + 1);
                    in += control + 1;
                    out += control + 1;
                    continue;
                }
                int length = control >> 5;
                if (length == 7) {
                    length += packed[in++] & 0xFF;
                }
                int from = out - ((control & 0x1F) << 8 | packed[in++] & 0xFF) - 1;
                // May overlap what it writes: a run repeats itself.
                for (int i = 0; i < length + 2; i++) {
                    bytes[out++] = bytes[from++];
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("its LZF bytes are damaged", e);
        }
        return Arrays.copyOf(bytes, out);
    }
}
