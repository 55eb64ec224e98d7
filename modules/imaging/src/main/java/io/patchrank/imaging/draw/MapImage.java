package io.patchrank.imaging.draw;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.patchrank.imaging.decode.OpenCv;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Pixels that were computed rather than photographed, as PNG files. */
final class MapImage {
    /** Pixels of a patch along each side: enough for a screen to enlarge without blur. */
    static final int PATCH = 16;

    private MapImage() {}

    /** @param bgra row-major [height, width, 4], opacity last and not multiplied in */
    static byte[] translucent(int width, int height, byte[] bgra) {
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            return Encoding.PNG.encode(new Mat(height, width, CV_8UC4, new BytePointer(bgra)));
        }
    }

    /**
     * Each value as a square of {@link #PATCH} pixels.
     *
     * @param bgr row-major [rows, columns, 3]
     */
    static byte[] squares(int columns, int rows, byte[] bgr) {
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            Mat large = new Mat();
            Size size = new Size(columns * PATCH, rows * PATCH);
            resize(new Mat(rows, columns, CV_8UC3, new BytePointer(bgr)), large, size, 0, 0, INTER_NEAREST);
            return Encoding.PNG.encode(large);
        }
    }
}
