package io.patchrank.imaging.decode;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.split;

import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/** 8-bit BGR to normalised planar RGB floats: {@code (value / 255 - mean) / deviation}. */
final class Normaliser {
    private static final int CHANNELS = 3;
    private static final double LEVELS = 255.0;

    private Normaliser() {}

    /**
     * Normalises into native memory.
     *
     * @param bgr stays the caller's
     * @return owned by the caller
     */
    static Picture normalise(Mat bgr, InputSpec spec, int sourceWidth, int sourceHeight) {
        int width = bgr.cols();
        int height = bgr.rows();
        try (PointerScope scope = new PointerScope()) {
            FloatPointer pixels = new FloatPointer((long) CHANNELS * height * width);
            // Laid over the buffer, so that the conversion writes straight into the picture. One matrix for all
            // channels: Mat takes void*, so the position of a moved pointer would count in bytes, not floats.
            Mat picture = new Mat(CHANNELS * height, width, CV_32FC1, pixels);
            MatVector planes = new MatVector();
            split(bgr, planes);
            for (int channel = 0; channel < CHANNELS; channel++) {
                Mat target = picture.rowRange(channel * height, (channel + 1) * height);
                double deviation = spec.deviation().get(channel);
                double alpha = 1.0 / (LEVELS * deviation);
                double beta = -spec.mean().get(channel) / deviation;
                planes.get(CHANNELS - 1 - channel).convertTo(target, CV_32F, alpha, beta);
            }
            pixels.retainReference();
            return new Picture(pixels.asBuffer(), height, width, sourceHeight, sourceWidth, pixels::releaseReference);
        }
    }
}
