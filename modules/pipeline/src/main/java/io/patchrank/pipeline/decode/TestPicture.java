package io.patchrank.pipeline.decode;

import java.nio.charset.StandardCharsets;

/** A grey ramp as PNM, the one format that needs no encoder. */
public final class TestPicture {
    private static final int SIDE = 64;

    private TestPicture() {}

    public static byte[] bytes() {
        byte[] header = ("P6\n" + SIDE + " " + SIDE + "\n255\n").getBytes(StandardCharsets.US_ASCII);
        byte[] file = new byte[header.length + 3 * SIDE * SIDE];
        System.arraycopy(header, 0, file, 0, header.length);
        for (int i = 0; i < SIDE * SIDE; i++) {
            byte grey = (byte) (2 * (i % SIDE) + i / SIDE);
            for (int channel = 0; channel < 3; channel++) {
                file[header.length + 3 * i + channel] = grey;
            }
        }
        return file;
    }
}
