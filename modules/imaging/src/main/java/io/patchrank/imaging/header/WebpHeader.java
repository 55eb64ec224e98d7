package io.patchrank.imaging.header;

/** Follows the RIFF chunks of a WebP (RFC 9649) to the length that the file claims. */
final class WebpHeader {
    private static final int CHUNKS = 12;
    private static final int VP8_START_CODE = 0x2A019D;
    private static final int VP8L_SIGNATURE = 0x2F;

    private WebpHeader() {}

    static ImageHeader read(FileBytes in) {
        long end = 8 + in.little(4, 4);
        in.require(0, end);
        ImageHeader header = size(in);
        long at = CHUNKS;
        boolean data = false;
        while (at + 8 <= end) {
            long length = in.little(at + 4, 4);
            if (at + 8 + length > end) {
                throw in.corrupt("the WebP chunk at byte " + at + " is longer than the file");
            }
            data |= in.matches((int) at, "VP8 ") || in.matches((int) at, "VP8L") || in.matches((int) at, "ANMF");
            at += 8 + length + (length & 1);
        }
        if (!data) {
            throw in.corrupt("the WebP has no picture data");
        }
        return header;
    }

    private static ImageHeader size(FileBytes in) {
        int data = CHUNKS + 8;
        if (in.matches(CHUNKS, "VP8X")) {
            return in.header(ImageFormat.WEBP, 1 + in.little(data + 4, 3), 1 + in.little(data + 7, 3));
        }
        if (in.matches(CHUNKS, "VP8L") && in.u8(data) == VP8L_SIGNATURE) {
            long bits = in.little(data + 1, 4);
            return in.header(ImageFormat.WEBP, 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF));
        }
        if (in.matches(CHUNKS, "VP8 ") && in.little(data + 3, 3) == VP8_START_CODE) {
            return in.header(ImageFormat.WEBP, in.little(data + 6, 2) & 0x3FFF, in.little(data + 8, 2) & 0x3FFF);
        }
        throw in.corrupt("the first WebP chunk is no picture header");
    }
}
