package io.patchrank.evaluation.sample;

import static org.bytedeco.opencv.global.opencv_core.CV_16SC3;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.LUT;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RNG;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * What light, lens, sensor and file format do to a photograph.
 *
 * @param harshness 0 for a good picture, 1 for a bad one
 */
record Exposure(double harshness) {
    private static final int LIGHT_GRID = 24;

    /** Spoils {@code photo} in place and encodes it. */
    byte[] develop(Mat photo, Dice dice) {
        try (PointerScope scope = new PointerScope()) {
            blur(photo, dice);
            light(photo, dice);
            tone(photo, dice);
            grain(photo, dice);
            return jpeg(photo, dice);
        }
    }

    private void blur(Mat photo, Dice dice) {
        double deviation = harshness * Math.max(0, dice.between(-0.4, 1.5)) * photo.cols() / 500;
        if (deviation > 0.3) {
            GaussianBlur(photo, photo, new Size(0, 0), deviation);
        }
    }

    /** Vignette, light from one side, the edge of a shadow across the picture. */
    private void light(Mat photo, Dice dice) {
        double angle = dice.between(0, 2 * Math.PI);
        double slope = harshness * dice.between(0, 0.45);
        double vignette = harshness * dice.between(0, 0.45);
        double shadowAngle = dice.between(0, 2 * Math.PI);
        double shadowAt = dice.between(-0.5, 0.5);
        double shadow = dice.chance(0.45 * harshness) ? dice.between(0.3, 0.55) : 0;
        Raster grid = new Raster(LIGHT_GRID, LIGHT_GRID);
        for (int y = 0; y < LIGHT_GRID; y++) {
            for (int x = 0; x < LIGHT_GRID; x++) {
                double u = 2.0 * x / (LIGHT_GRID - 1) - 1;
                double v = 2.0 * y / (LIGHT_GRID - 1) - 1;
                double level = 1 + slope * (u * Math.cos(angle) + v * Math.sin(angle)) - vignette * (u * u + v * v) / 2;
                boolean shaded = u * Math.cos(shadowAngle) + v * Math.sin(shadowAngle) > shadowAt;
                grid.set(x, y, Colour.grey(170), (shaded ? 1 - shadow : 1) * level);
            }
        }
        Mat factor = new Mat();
        resize(grid.toMat(), factor, photo.size(), 0, 0, INTER_CUBIC);
        multiply(photo, factor, photo, 1 / 170.0, -1);
    }

    /** Gamma, gain and colour cast. */
    private void tone(Mat photo, Dice dice) {
        double gamma = Math.exp(harshness * dice.around(0, 0.42));
        double gain = Math.exp(harshness * dice.around(0.02, 0.26));
        double warm = harshness * dice.around(0, 0.16);
        double[] casts = {1 - warm, 1 + harshness * dice.around(0, 0.05), 1 + warm};
        byte[] table = new byte[3 * 256];
        for (int level = 0; level < 256; level++) {
            for (int c = 0; c < 3; c++) {
                double value = 255 * gain * casts[c] * Math.pow(level / 255.0, gamma);
                table[3 * level + c] = (byte) Math.clamp(Math.round(value), 0, 255);
            }
        }
        Mat lut = new Mat(1, 256, CV_8UC3);
        lut.<ByteBuffer>createBuffer().put(table);
        LUT(photo, lut, photo);
    }

    private void grain(Mat photo, Dice dice) {
        double deviation = 1 + harshness * dice.between(0, 9);
        Mat noise = new Mat(photo.rows(), photo.cols(), CV_16SC3);
        Mat mean = new Mat(1, 1, CV_64FC1, new Scalar(0));
        Mat spread = new Mat(1, 1, CV_64FC1, new Scalar(deviation));
        new RNG(dice.seed())._fill(noise, RNG.NORMAL, mean, spread);
        add(photo, noise, photo, new Mat(), CV_8U);
    }

    private byte[] jpeg(Mat photo, Dice dice) {
        int quality = (int) Math.round(90 - harshness * dice.between(5, 50));
        BytePointer bytes = new BytePointer();
        imencode(".jpg", photo, bytes, new IntPointer(IMWRITE_JPEG_QUALITY, quality));
        byte[] encoded = new byte[(int) bytes.limit()];
        bytes.get(encoded);
        return encoded;
    }
}
