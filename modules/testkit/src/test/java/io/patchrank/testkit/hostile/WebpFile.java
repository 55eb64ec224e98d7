package io.patchrank.testkit.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Chunks of a WebP (RFC 9649). */
final class WebpFile {
    static final int ANIMATED = 2;

    private static final int RIFF_HEADER = 12;

    private WebpFile() {}

    static byte[] of(byte[]... chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] chunk : chunks) {
            all.writeBytes(chunk);
        }
        return ByteBuffer.allocate(RIFF_HEADER + all.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(4 + all.size())
                .put("WEBP".getBytes(StandardCharsets.US_ASCII))
                .put(all.toByteArray())
                .array();
    }

    static byte[] chunk(String type, byte[] data) {
        return ByteBuffer.allocate(8 + data.length + data.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }

    /** The picture chunk of a plain WebP. */
    static byte[] picture(byte[] webp) {
        return Arrays.copyOfRange(webp, RIFF_HEADER, webp.length);
    }

    /** The header of an extended file with its canvas. */
    static byte[] extended(int flags, int width, int height) {
        byte[] data = new byte[10];
        data[0] = (byte) flags;
        threeBytes(data, 4, width - 1);
        threeBytes(data, 7, height - 1);
        return chunk("VP8X", data);
    }

    /** A frame of an animation at the top left corner. */
    static byte[] frame(int width, int height, byte[] picture) {
        byte[] data = Arrays.copyOf(new byte[16], 16 + picture.length);
        threeBytes(data, 6, width - 1);
        threeBytes(data, 9, height - 1);
        data[12] = 40;
        System.arraycopy(picture, 0, data, 16, picture.length);
        return chunk("ANMF", data);
    }

    private static void threeBytes(byte[] target, int at, int value) {
        target[at] = (byte) value;
        target[at + 1] = (byte) (value >> 8);
        target[at + 2] = (byte) (value >> 16);
    }
}
