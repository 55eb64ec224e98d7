package io.patchrank.imaging.header;

/** Reads the headers of a BMP and checks that its rows fit the file. */
final class BmpHeader {
    private static final int INFO = 14;
    private static final int CORE_SIZE = 12;
    private static final int INFO_SIZE = 40;
    private static final int RGB = 0;
    private static final int BITFIELDS = 3;

    private BmpHeader() {}

    static ImageHeader read(FileBytes in) {
        in.require(0, in.little(2, 4));
        long dataAt = in.little(10, 4);
        long infoSize = in.little(INFO, 4);
        if (infoSize == CORE_SIZE) {
            return checked(in, in.little(INFO + 4, 2), in.little(INFO + 6, 2), in.little(INFO + 10, 2), RGB, dataAt);
        }
        if (infoSize < INFO_SIZE) {
            throw in.corrupt("BMP header of " + infoSize + " bytes");
        }
        long width = (int) in.little(INFO + 4, 4);
        // A negative height says that the rows run from the top.
        long height = Math.abs((long) (int) in.little(INFO + 8, 4));
        return checked(in, width, height, in.little(INFO + 14, 2), in.little(INFO + 16, 4), dataAt);
    }

    private static ImageHeader checked(
            FileBytes in, long width, long height, long bitsPerPixel, long compression, long dataAt) {
        ImageHeader header = in.header(ImageFormat.BMP, width, height);
        if (bitsPerPixel < 1 || bitsPerPixel > 32) {
            throw in.corrupt("BMP with " + bitsPerPixel + " bits per pixel");
        }
        if (compression == RGB || compression == BITFIELDS) {
            long rowBytes = (width * bitsPerPixel + 31) / 32 * 4;
            in.require(dataAt, rowBytes * height);
        }
        return header;
    }
}
