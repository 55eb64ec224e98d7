package io.patchrank.imaging.decode;

import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Factors that bring both sides to multiples of the patch size, and the resize itself, as {@code DataSet} in
 * {@code extract/image_dataset.py} of pavelsuma/ames does both: {@code cv2.resize} is given factors, not a size, which
 * changes the pixels.
 *
 * @param fx horizontal factor
 * @param fy vertical factor
 */
record AmesResize(double fx, double fy) {
    /**
     * @param scale wanted factor of both sides; rounding to patches changes each a little
     */
    static AmesResize of(int width, int height, double scale, int patchSize) {
        return new AmesResize(
                quantizationFactor(width, scale, patchSize), quantizationFactor(height, scale, patchSize));
    }

    /** The factor nearest to {@code scale} that makes {@code side} a multiple of the patch size, and at least one patch. */
    static double quantizationFactor(int side, double scale, int patchSize) {
        double newSide = scale * side;
        double patches = Math.max(patches(side, scale, patchSize), 1.0);
        return scale / ((newSide / patchSize) / patches);
    }

    /** Patches along a side, rounded half to even as Python rounds; 0 when the side is half a patch or less. */
    static double patches(int side, double scale, int patchSize) {
        return Math.rint(scale * side / patchSize);
    }

    /** The factors that take a picture decoded at a reduced size to where these take the full one. */
    AmesResize adaptedTo(int reducedWidth, int reducedHeight, int width, int height) {
        if (reducedWidth == width && reducedHeight == height) {
            return this;
        }
        return new AmesResize(Math.rint(fx * width) / reducedWidth, Math.rint(fy * height) / reducedHeight);
    }

    /** Shrinking either side averages areas, only enlarging interpolates. Returns {@code source} itself at factor 1. */
    Mat apply(Mat source) {
        if (fx == 1.0 && fy == 1.0) {
            return source;
        }
        return resized(source, fx < 1.0 || fy < 1.0 ? INTER_AREA : INTER_LINEAR);
    }

    private Mat resized(Mat source, int interpolation) {
        Mat target = new Mat();
        resize(source, target, new Size(), fx, fy, interpolation);
        return target;
    }
}
