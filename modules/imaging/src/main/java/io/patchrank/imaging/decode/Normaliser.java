package io.patchrank.imaging.decode;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.split;

import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
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
     * Normalises into one piece of native memory.
     *
     * @param inputs one for each scale; they stay the caller's
     * @return owned by the caller
     */
    static Picture normalise(List<Mat> inputs, InputSpec spec, int sourceWidth, int sourceHeight) {
        try (PointerScope scope = new PointerScope()) {
            FloatPointer pixels = new FloatPointer(
                    inputs.stream().mapToLong(Normaliser::floats).sum());
            FloatBuffer buffer = pixels.asBuffer();
            List<Picture.AtScale> sizes = new ArrayList<>();
            int start = 0;
            for (Mat input : inputs) {
                int length = Math.toIntExact(floats(input));
                normalise(input, spec, pixels.getPointer(start));
                sizes.add(new Picture.AtScale(buffer.slice(start, length), input.rows(), input.cols()));
                start += length;
            }
            pixels.retainReference();
            return new Picture(sizes, sourceHeight, sourceWidth, pixels::releaseReference);
        }
    }

    private static long floats(Mat input) {
        return CHANNELS * input.total();
    }

    /** @param target where the floats go: moved by its address, since Mat takes void* and counts a position in bytes */
    private static void normalise(Mat bgr, InputSpec spec, FloatPointer target) {
        int height = bgr.rows();
        // Laid over the memory, so that the conversion writes straight into the picture.
        Mat picture = new Mat(CHANNELS * height, bgr.cols(), CV_32FC1, target);
        MatVector planes = new MatVector();
        split(bgr, planes);
        for (int channel = 0; channel < CHANNELS; channel++) {
            Mat plane = picture.rowRange(channel * height, (channel + 1) * height);
            double deviation = spec.deviation().get(channel);
            double alpha = 1.0 / (LEVELS * deviation);
            double beta = -spec.mean().get(channel) / deviation;
            planes.get(CHANNELS - 1 - channel).convertTo(plane, CV_32F, alpha, beta);
        }
    }
}
