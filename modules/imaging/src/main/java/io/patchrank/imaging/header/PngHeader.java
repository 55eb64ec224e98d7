package io.patchrank.imaging.header;

/** Follows the chunks of a PNG (W3C PNG 3rd edition, section 5) to IEND and checks the CRC of the critical ones. */
final class PngHeader {
    private static final int SIGNATURE = 8;
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    /** Bit 5 of a chunk type's first letter: lower case, the chunk may be ignored. */
    private static final int ANCILLARY = 0x20000000;

    private PngHeader() {}

    static ImageHeader read(FileBytes in) {
        if (in.big(SIGNATURE + 4, 4) != IHDR) {
            throw in.corrupt("the PNG does not begin with its header chunk");
        }
        long width = in.big(SIGNATURE + 8, 4);
        long height = in.big(SIGNATURE + 12, 4);
        boolean data = false;
        long at = SIGNATURE;
        while (true) {
            long length = in.big(at, 4);
            int type = (int) in.big(at + 4, 4);
            long storedCrc = in.big(at + 8 + length, 4);
            if ((type & ANCILLARY) == 0 && in.crc32(at + 4, length + 4) != storedCrc) {
                throw in.corrupt("the checksum of the PNG chunk at byte " + at + " is wrong");
            }
            data |= type == IDAT;
            if (type == IEND) {
                if (!data) {
                    throw in.corrupt("the PNG has no picture data");
                }
                return in.header(ImageFormat.PNG, width, height);
            }
            at += 12 + length;
        }
    }
}
