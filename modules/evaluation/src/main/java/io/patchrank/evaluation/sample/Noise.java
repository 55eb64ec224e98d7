package io.patchrank.evaluation.sample;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.nio.FloatBuffer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Fractal value noise: random lattices, each half as coarse and half as strong as the one before, added up. */
final class Noise {
    private Noise() {}

    /**
     * Fills a rectangle.
     *
     * @param cell size of the coarsest lattice in pixels
     * @return {@code width * height} values, about 0..1 with mean 0.5
     */
    static float[] fractal(Dice dice, int width, int height, double cell, int octaves) {
        float[] sum = new float[width * height];
        float[] layer = new float[width * height];
        double weight = 0;
        for (int octave = 0; octave < octaves; octave++) {
            double step = Math.max(1, cell / (1 << octave));
            double amplitude = 1.0 / (1 << octave);
            lattice(dice, width, height, step, layer);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (float) amplitude * layer[i];
            }
            weight += amplitude;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.clamp((float) (0.5 + (sum[i] / weight - 0.5) * 1.4), 0f, 1f);
        }
        return sum;
    }

    private static void lattice(Dice dice, int width, int height, double step, float[] into) {
        int columns = (int) Math.ceil(width / step) + 1;
        int rows = (int) Math.ceil(height / step) + 1;
        float[] values = new float[columns * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) dice.between(0, 1);
        }
        try (Mat grid = new Mat(rows, columns, CV_32FC1);
                Mat full = new Mat();
                Size size = new Size(width, height)) {
            grid.<FloatBuffer>createBuffer().put(values);
            resize(grid, full, size, 0, 0, INTER_CUBIC);
            full.<FloatBuffer>createBuffer().get(into);
        }
    }
}
