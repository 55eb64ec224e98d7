package io.patchrank.testkit.hostile;

import io.patchrank.imaging.SamplePictures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** PNG files and chunks, put together by hand. */
final class PngFile {
    static final int GREY = 0;
    static final int COLOUR = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int COLOUR_ALPHA = 6;

    /** Signature and header chunk. */
    private static final int HEADER_END = 33;

    private static final int BUFFER = 1 << 20;

    private PngFile() {}

    /** A picture of zeros: every row unfiltered, every sample 0. */
    static byte[] zeros(int width, int height, int bits, int colourType) {
        int samples =
                switch (colourType) {
                    case GREY_ALPHA -> 2;
                    case COLOUR -> 3;
                    case COLOUR_ALPHA -> 4;
                    default -> 1;
                };
        long row = 1 + ((long) width * samples * bits + 7) / 8;
        return SamplePictures.png(width, height, bits, colourType, deflatedZeros(row * height));
    }

    /** So many zeros, as zlib packs them: about a thousandth. */
    static byte[] deflatedZeros(long count) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        byte[] zeros = new byte[BUFFER];
        byte[] packed = new byte[BUFFER];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long left = count; left > 0; left -= zeros.length) {
            deflater.setInput(zeros, 0, (int) Math.min(left, zeros.length));
            while (!deflater.needsInput()) {
                out.write(packed, 0, deflater.deflate(packed));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            out.write(packed, 0, deflater.deflate(packed));
        }
        deflater.end();
        return out.toByteArray();
    }

    /** Puts chunks between the header and the rest. */
    static byte[] withChunks(byte[] png, byte[] chunks) {
        return ByteBuffer.allocate(png.length + chunks.length)
                .put(png, 0, HEADER_END)
                .put(chunks)
                .put(png, HEADER_END, png.length - HEADER_END)
                .array();
    }

    /** A chunk that begins with text and goes on with bytes; a {@code |} stands for a zero. */
    static byte[] chunk(String type, String text, byte[] rest) {
        byte[] start = text.replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1);
        byte[] data = ByteBuffer.allocate(start.length + rest.length)
                .put(start)
                .put(rest)
                .array();
        return SamplePictures.chunk(type, data);
    }
}
