package io.patchrank.evaluation.sample;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pixels on the heap, for textures that are computed pixel by pixel. */
final class Raster {
    final int width;
    final int height;
    private final byte[] bgr;

    Raster(int width, int height) {
        this.width = width;
        this.height = height;
        bgr = new byte[3 * width * height];
    }

    /** Sets a pixel to {@code colour} times {@code light}. */
    void set(int x, int y, Colour colour, double light) {
        set(x, y, colour.red() * light, colour.green() * light, colour.blue() * light);
    }

    /** Sets a pixel to a mixture of two colours, times {@code light}. */
    void set(int x, int y, Colour from, Colour to, double share, double light) {
        double rest = 1 - share;
        set(
                x,
                y,
                (from.red() * rest + to.red() * share) * light,
                (from.green() * rest + to.green() * share) * light,
                (from.blue() * rest + to.blue() * share) * light);
    }

    private void set(int x, int y, double red, double green, double blue) {
        int i = 3 * (y * width + x);
        bgr[i] = level(blue);
        bgr[i + 1] = level(green);
        bgr[i + 2] = level(red);
    }

    private static byte level(double value) {
        return (byte) Math.clamp((int) (value + 0.5), 0, 255);
    }

    /** A copy in native memory, 8-bit BGR; the caller closes it. */
    Mat toMat() {
        Mat mat = new Mat(height, width, CV_8UC3);
        mat.<ByteBuffer>createBuffer().put(bgr);
        return mat;
    }
}
