package io.patchrank.imaging.header;

/**
 * Reads the first directory of a TIFF 6.0 or BigTIFF file, the page that is decoded, and checks that its strips or
 * tiles lie within the file. Further directories are not followed.
 */
final class TiffHeader {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_LENGTH = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;

    /** Pixels of a tile that need no picture of their size: the tiles of small pictures are larger than these. */
    private static final long USUAL_TILE = 4096L * 4096;

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int LONG8 = 16;

    /** The values of one tag: {@code count} integers of {@code size} bytes at {@code at}; none when count is 0. */
    private record Values(long at, int size, long count) {
        static final Values NONE = new Values(0, 0, 0);
    }

    private final FileBytes in;
    private final boolean littleEndian;
    private final boolean big;

    private TiffHeader(FileBytes in) {
        this.in = in;
        this.littleEndian = in.u8(0) == 'I';
        this.big = integer(2, 2) == 43;
    }

    static ImageHeader read(FileBytes in) {
        return new TiffHeader(in).read();
    }

    private ImageHeader read() {
        long directory = big ? integer(8, 8) : integer(4, 4);
        Values width = tag(directory, WIDTH);
        Values height = tag(directory, HEIGHT);
        if (width.count() != 1 || height.count() != 1) {
            throw in.corrupt("the TIFF does not say its size");
        }
        Values strips = tag(directory, STRIP_OFFSETS);
        boolean tiled = strips.count() == 0;
        requireWithinFile(
                tiled ? tag(directory, TILE_OFFSETS) : strips, tag(directory, tiled ? TILE_BYTES : STRIP_BYTES));
        ImageHeader header = in.header(ImageFormat.TIFF, value(width, 0), value(height, 0));
        if (tiled) {
            requireUsualTile(header, tag(directory, TILE_WIDTH), tag(directory, TILE_LENGTH));
        }
        return header;
    }

    /** A decoder makes room for a whole tile, however small the picture is. */
    private void requireUsualTile(ImageHeader header, Values width, Values length) {
        if (width.count() != 1 || length.count() != 1) {
            throw in.corrupt("the TIFF does not say how large its tiles are");
        }
        ImageHeader tile = in.header(ImageFormat.TIFF, value(width, 0), value(length, 0));
        if (tile.pixels() > USUAL_TILE + 2 * header.pixels()) {
            throw in.corrupt("tiles of %d x %d pixels for a picture of %d x %d"
                    .formatted(tile.width(), tile.height(), header.width(), header.height()));
        }
    }

    private void requireWithinFile(Values offsets, Values lengths) {
        if (offsets.count() == 0 || offsets.count() != lengths.count()) {
            throw in.corrupt("the TIFF does not say where its picture data is");
        }
        for (long i = 0; i < offsets.count(); i++) {
            in.require(value(offsets, i), value(lengths, i));
        }
    }

    private Values tag(long directory, int wanted) {
        int countSize = big ? 8 : 2;
        int entrySize = big ? 20 : 12;
        long entries = integer(directory, countSize);
        // Bounds the loop by the file's length, whatever the count claims.
        in.require(directory + countSize, Math.multiplyHigh(entries, entrySize) == 0 ? entries * entrySize : -1);
        for (long i = 0; i < entries; i++) {
            long entry = directory + countSize + i * entrySize;
            if (integer(entry, 2) == wanted) {
                return values(entry);
            }
        }
        return Values.NONE;
    }

    private Values values(long entry) {
        int wordSize = big ? 8 : 4;
        int type = (int) integer(entry + 2, 2);
        int size =
                switch (type) {
                    case SHORT -> 2;
                    case LONG -> 4;
                    case LONG8 -> 8;
                    default -> throw in.corrupt("TIFF tag of type " + type + " where a number is needed");
                };
        long count = integer(entry + 4, wordSize);
        if (count < 0 || count > in.length()) {
            throw in.corrupt("TIFF tag with " + count + " values");
        }
        long inline = entry + 4 + wordSize;
        long at = count * size <= wordSize ? inline : integer(inline, wordSize);
        in.require(at, count * size);
        return new Values(at, size, count);
    }

    private long value(Values values, long index) {
        return integer(values.at() + index * values.size(), values.size());
    }

    private long integer(long at, int size) {
        return littleEndian ? in.little(at, size) : in.big(at, size);
    }
}
