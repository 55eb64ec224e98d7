package io.patchrank.testkit.hostile;

import io.patchrank.imaging.SamplePictures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Segments of a JPEG, put together by hand. */
final class JpegFile {
    static final int APP1 = 0xE1;
    static final int APP2 = 0xE2;
    static final int FRAME = 0xC0;

    private JpegFile() {}

    static byte[] picture(int width, int height) {
        return SamplePictures.noise(".jpg", width, height);
    }

    /** Puts segments behind the start. */
    static byte[] withSegments(byte[] jpeg, byte[] segments) {
        return ByteBuffer.allocate(jpeg.length + segments.length)
                .put(jpeg, 0, 2)
                .put(segments)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** @param data 65,533 bytes at most */
    static byte[] segment(int marker, byte[] data) {
        return ByteBuffer.allocate(4 + data.length)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + data.length))
                .put(data)
                .array();
    }

    static byte[] frameHeader(int width, int height) {
        return ByteBuffer.allocate(15)
                .put((byte) 8)
                .putShort((short) height)
                .putShort((short) width)
                .put(HexFormat.of().parseHex("03011100021100031100"), 0, 10)
                .array();
    }

    /** EXIF data: a TIFF behind a signature. */
    static byte[] exif(byte[] tiff) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        data.writeBytes(tiff);
        return segment(APP1, data.toByteArray());
    }

    /** A progressive picture of one colour whose every scan but the first adds nothing. */
    static byte[] ofEmptyScans(int width, int height, int scans) {
        HexFormat hex = HexFormat.of();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(hex.parseHex("FFD8FFDB004300" + "01".repeat(64)));
        out.writeBytes(hex.parseHex("FFC2000B08%04X%04X01011100".formatted(height, width)));
        // One code for both kinds of coefficients: none, or end of block.
        out.writeBytes(hex.parseHex("FFC400140001" + "00".repeat(15) + "00"));
        out.writeBytes(hex.parseHex("FFC400141001" + "00".repeat(15) + "00"));
        out.writeBytes(hex.parseHex("FFDA0008010100000000"));
        for (int scan = 1; scan < scans; scan++) {
            out.writeBytes(hex.parseHex("FFDA0008010100013F00"));
        }
        out.writeBytes(hex.parseHex("FFD9"));
        return out.toByteArray();
    }
}
