package io.patchrank.imaging.header;

/** Follows the blocks of a GIF (GIF89a specification) to its trailer. */
final class GifHeader {
    private static final long SCREEN_END = 13;
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int FRAME_DESCRIPTOR = 9;

    private GifHeader() {}

    static ImageHeader read(FileBytes in) {
        long width = in.little(6, 2);
        long height = in.little(8, 2);
        long at = SCREEN_END + colourTable(in.u8(10));
        boolean frame = false;
        while (true) {
            int block = in.u8(at++);
            switch (block) {
                case TRAILER -> {
                    if (!frame) {
                        throw in.corrupt("the GIF has no picture data");
                    }
                    return in.header(ImageFormat.GIF, width, height);
                }
                case EXTENSION -> at = afterSubBlocks(in, at + 1);
                case FRAME -> {
                    if (in.little(at, 2) + in.little(at + 4, 2) > width
                            || in.little(at + 2, 2) + in.little(at + 6, 2) > height) {
                        throw in.corrupt("a GIF frame lies outside its canvas");
                    }
                    at += FRAME_DESCRIPTOR + colourTable(in.u8(at + FRAME_DESCRIPTOR - 1));
                    at = afterSubBlocks(in, at + 1);
                    frame = true;
                }
                default -> throw in.corrupt("unknown GIF block at byte " + (at - 1));
            }
        }
    }

    /** Bytes of the colour table that the packed field announces. */
    private static int colourTable(int packed) {
        return (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);
    }

    private static long afterSubBlocks(FileBytes in, long from) {
        long at = from;
        int size = in.u8(at++);
        while (size > 0) {
            at += size;
            size = in.u8(at++);
        }
        return at;
    }
}
