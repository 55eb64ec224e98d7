package io.patchrank.testkit.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A BMP with a header of 40 bytes. */
final class BmpFile {
    static final int RGB = 0;
    static final int RLE8 = 1;

    private static final int HEADERS = 54;
    private static final int GREYS = 256;

    private BmpFile() {}

    /** 24 bits a pixel. */
    static byte[] colour(int width, int height, byte[] data) {
        return file(width, height, 24, RGB, 0, data);
    }

    /** 8 bits a pixel, with a palette of greys. */
    static byte[] runs(int width, int height, byte[] data) {
        return file(width, height, 8, RLE8, GREYS, data);
    }

    private static byte[] file(int width, int height, int bits, int compression, int colours, byte[] data) {
        int dataAt = HEADERS + 4 * colours;
        ByteBuffer file = ByteBuffer.allocate(dataAt + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(dataAt);
        file.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
        file.putInt(compression)
                .putInt(data.length)
                .putInt(0)
                .putInt(0)
                .putInt(colours)
                .putInt(0);
        for (int grey = 0; grey < colours; grey++) {
            file.putInt(grey * 0x010101);
        }
        return file.put(data).array();
    }
}
