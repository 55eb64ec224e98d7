package io.patchrank.imaging.draw;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.picture.ColourScale;
import io.patchrank.imaging.decode.OpenCv;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Weights of patches as a picture to lay over the photograph: the colours of {@link ColourScale}, the more opaque the
 * stronger, so that what the network passes over stays visible.
 */
public final class HeatMap {
    /** A few patches draw most of the attention. */
    private static final double EXTREMES = 0.02;

    private static final double LEAST_OPACITY = 0.25;
    private static final double MOST_OPACITY = 0.85;

    private HeatMap() {}

    /**
     * A PNG with alpha, 16 pixels a patch, smooth between the patches.
     *
     * @param weights of any unit, greater is stronger, row-major over the grid
     */
    public static byte[] png(PatchGrid grid, float[] weights) {
        OpenCv.load();
        int width = grid.width() * MapImage.PATCH;
        int height = grid.height() * MapImage.PATCH;
        float[] smooth = smooth(grid, scaled(weights), width, height);
        byte[] bgra = new byte[4 * smooth.length];
        for (int i = 0; i < smooth.length; i++) {
            double strength = Math.clamp(smooth[i], 0.0, 1.0);
            int rgb = ColourScale.at(strength);
            bgra[4 * i] = (byte) rgb;
            bgra[4 * i + 1] = (byte) (rgb >> 8);
            bgra[4 * i + 2] = (byte) (rgb >> 16);
            bgra[4 * i + 3] = (byte) Math.round(255 * (LEAST_OPACITY + strength * (MOST_OPACITY - LEAST_OPACITY)));
        }
        return MapImage.translucent(width, height, bgra);
    }

    private static float[] scaled(float[] weights) {
        Percentiles range = Percentiles.of(weights, EXTREMES);
        float[] scaled = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            scaled[i] = (float) range.scale(weights[i]);
        }
        return scaled;
    }

    private static float[] smooth(PatchGrid grid, float[] values, int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            Mat small = new Mat(grid.height(), grid.width(), CV_32FC1, new FloatPointer(values));
            FloatPointer pixels = new FloatPointer((long) width * height);
            // Laid over the memory, of the size asked for, so the resize writes into it.
            resize(small, new Mat(height, width, CV_32FC1, pixels), new Size(width, height), 0, 0, INTER_CUBIC);
            float[] result = new float[width * height];
            pixels.get(result);
            return result;
        }
    }
}
