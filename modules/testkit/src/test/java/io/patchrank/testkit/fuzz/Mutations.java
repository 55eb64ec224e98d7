package io.patchrank.testkit.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes files as damage and malice do. The same seed gives the same changes. */
final class Mutations {
    private static final long[] EXTREMES = {
        0, 1, -1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0x7FFF_FFFF, 0x8000_0000L, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final int LONGEST_PIECE = 40;

    private final SplittableRandom random;

    Mutations(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** One to four changes. */
    byte[] of(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int changes = random.nextInt(1, 5); changes > 0 && bytes.length > 0; changes--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> withPiece(bytes, at, 0);
            case 2 -> withPiece(bytes, at, random.nextInt(LONGEST_PIECE));
            case 3 -> withNumber(bytes, at);
            case 4 -> with(bytes, at, random.nextInt(256));
            default -> with(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
        };
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    /** A number of 1 to 8 bytes that is the least, the most, or near a sign. */
    private byte[] withNumber(byte[] bytes, int at) {
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        int size = Math.min(1 << random.nextInt(4), bytes.length - at);
        boolean little = random.nextBoolean();
        for (int i = 0; i < size; i++) {
            bytes[little ? at + i : at + size - 1 - i] = (byte) (value >> 8 * i);
        }
        return bytes;
    }

    /** Puts so much from elsewhere in the file in place of a piece of any length. */
    private byte[] withPiece(byte[] bytes, int at, int length) {
        int from = random.nextInt(bytes.length);
        byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
        int gone = Math.min(random.nextInt(LONGEST_PIECE), bytes.length - at);
        byte[] result = new byte[bytes.length - gone + piece.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(piece, 0, result, at, piece.length);
        System.arraycopy(bytes, at + gone, result, at + piece.length, bytes.length - at - gone);
        return result;
    }
}
