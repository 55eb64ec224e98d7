package io.patchrank.imaging.header;

/**
 * Follows the segments of a JPEG (ITU-T T.81 annex B) from SOI through all scans to EOI. What lies behind EOI (padding,
 * a second picture of a multi-picture file) is ignored, as decoders do.
 */
final class JpegHeader {
    /**
     * Encoders write about ten. A small file of many empty scans would keep a decoder busy for minutes, since each scan
     * passes over the whole picture: so a large picture may have fewer than a small one.
     */
    private static final int MAX_SCANS = 100;

    private static final int USUAL_SCANS = 20;
    private static final long MAX_SCANNED_PIXELS = 200_000_000L;

    private static final int TEM = 0x01;
    private static final int SOF0 = 0xC0;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int SOF15 = 0xCF;
    private static final int RST0 = 0xD0;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;

    private JpegHeader() {}

    static ImageHeader read(FileBytes in) {
        long at = 2;
        long width = 0;
        long height = 0;
        int scans = 0;
        while (true) {
            at = markerAt(in, at);
            int marker = in.u8(at++);
            if (marker == EOI) {
                if (scans == 0) {
                    throw in.corrupt("the JPEG ends without picture data");
                }
                return in.header(ImageFormat.JPEG, width, height);
            }
            if (standsAlone(marker)) {
                continue;
            }
            int length = (int) in.big(at, 2);
            if (length < 2) {
                throw in.corrupt("JPEG segment of length " + length + " at byte " + at);
            }
            if (isFrame(marker)) {
                if (width != 0) {
                    // Decoders go by the first one: a check of the last would let a huge picture pass.
                    throw in.corrupt("the JPEG has two frame headers");
                }
                height = in.big(at + 3, 2);
                width = in.big(at + 5, 2);
            } else if (marker == SOS) {
                if (width == 0) {
                    throw in.corrupt("JPEG picture data before its frame header");
                }
                scans++;
                if (scans > MAX_SCANS || (scans > USUAL_SCANS && scans * width * height > MAX_SCANNED_PIXELS)) {
                    throw in.corrupt(
                            "the JPEG of %d x %d pixels has more than %d scans".formatted(width, height, scans - 1));
                }
            }
            at += length;
        }
    }

    /** Position of the next marker's code; passes over entropy-coded data, stuffed zeros and fill bytes. */
    private static long markerAt(FileBytes in, long from) {
        long at = in.indexOf(0xFF, from);
        while (at + 1 < in.length()) {
            int code = in.u8(at + 1);
            if (code != 0x00 && code != 0xFF) {
                return at + 1;
            }
            at = in.indexOf(0xFF, code == 0xFF ? at + 1 : at + 2);
        }
        throw in.truncated("the JPEG has no end marker");
    }

    private static boolean standsAlone(int marker) {
        return marker == TEM || (marker >= RST0 && marker <= SOI);
    }

    private static boolean isFrame(int marker) {
        return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
    }
}
