package io.patchrank.testkit.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** A little-endian TIFF of one directory, whose tags may say what they like. */
final class TiffFile {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int TILE_WIDTH = 322;
    static final int TILE_LENGTH = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int DEFLATE = 8;

    private static final int PHOTOMETRIC = 262;
    private static final int DIRECTORY = 8;
    private static final int ENTRY = 12;
    private static final int LONG = 4;

    private final Map<Integer, Integer> tags = new TreeMap<>();
    private final byte[] data;
    private int next;

    private TiffFile(byte[] data) {
        this.data = data;
    }

    /** Grey, one strip, not compressed. */
    static TiffFile grey(int width, int height, byte[] data) {
        return new TiffFile(data)
                .with(WIDTH, width)
                .with(HEIGHT, height)
                .with(BITS, 8)
                .with(COMPRESSION, 1)
                .with(PHOTOMETRIC, 1)
                .with(STRIP_OFFSETS, 0)
                .with(SAMPLES, 1)
                .with(ROWS_PER_STRIP, height)
                .with(STRIP_BYTES, data.length);
    }

    TiffFile with(int tag, int value) {
        tags.put(tag, value);
        return this;
    }

    /** One tile in place of the strip. */
    TiffFile tiled(int width, int height) {
        tags.remove(STRIP_OFFSETS);
        tags.remove(STRIP_BYTES);
        tags.remove(ROWS_PER_STRIP);
        return with(TILE_WIDTH, width)
                .with(TILE_LENGTH, height)
                .with(TILE_OFFSETS, 0)
                .with(TILE_BYTES, data.length);
    }

    /** Where the next directory is said to be. */
    TiffFile next(int offset) {
        next = offset;
        return this;
    }

    /** Offsets of 0 are made those of the data. */
    byte[] bytes() {
        int dataAt = DIRECTORY + 2 + ENTRY * tags.size() + 4;
        ByteBuffer file = ByteBuffer.allocate(dataAt + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {'I', 'I', 42, 0}).putInt(DIRECTORY).putShort((short) tags.size());
        tags.forEach((tag, value) -> {
            boolean offset = tag == STRIP_OFFSETS || tag == TILE_OFFSETS;
            file.putShort(tag.shortValue()).putShort((short) LONG).putInt(1);
            file.putInt(offset && value == 0 ? dataAt : value);
        });
        return file.putInt(next).put(data).array();
    }
}
