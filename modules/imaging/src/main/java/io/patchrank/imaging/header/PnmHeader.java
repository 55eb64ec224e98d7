package io.patchrank.imaging.header;

/** Reads the text header of a PBM, PGM or PPM file (Netpbm P1 to P6) and checks that its samples fit the file. */
final class PnmHeader {
    private static final int MAX_DIGITS = 9;

    private final FileBytes in;
    private long at = 2;

    private PnmHeader(FileBytes in) {
        this.in = in;
    }

    static ImageHeader read(FileBytes in) {
        return new PnmHeader(in).read();
    }

    private ImageHeader read() {
        int kind = in.u8(1) - '0';
        boolean bitmap = kind == 1 || kind == 4;
        boolean text = kind <= 3;
        ImageHeader header = in.header(ImageFormat.PNM, number(), number());
        long maximum = bitmap ? 1 : number();
        if (maximum < 1 || maximum > 65535) {
            throw in.corrupt("PNM with maximum value " + maximum);
        }
        int channels = kind == 3 || kind == 6 ? 3 : 1;
        long samplesPerRow = (long) header.width() * channels;
        long rowBytes;
        if (text) {
            // At least one digit for each sample.
            rowBytes = samplesPerRow;
        } else if (bitmap) {
            rowBytes = (samplesPerRow + 7) / 8;
        } else {
            rowBytes = samplesPerRow * (maximum > 255 ? 2 : 1);
        }
        in.require(at + 1, rowBytes * header.height());
        return header;
    }

    private long number() {
        skipSpaceAndComments();
        long value = 0;
        int digits = 0;
        while (isDigit(in.u8(at))) {
            if (++digits > MAX_DIGITS) {
                throw in.corrupt("a number of the PNM header is too long");
            }
            value = value * 10 + in.u8(at++) - '0';
        }
        if (digits == 0) {
            throw in.corrupt("a number is missing in the PNM header");
        }
        return value;
    }

    private void skipSpaceAndComments() {
        while (true) {
            int c = in.u8(at);
            if (c == '#') {
                at = in.indexOf('\n', at);
            } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
                at++;
            } else {
                return;
            }
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
