package io.patchrank.imaging.draw;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.PCACompute;
import static org.bytedeco.opencv.global.opencv_core.PCAProject;

import io.patchrank.api.feature.DensePatches;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.imaging.decode.OpenCv;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The first three principal components of patch descriptors as red, green and blue (Oquab et al. 2023, "DINOv2", figure
 * 1): what has one colour in several images is the same to the network. The components are those of all images
 * together.
 */
public final class PatchColours {
    private static final int COMPONENTS = 3;
    private static final double EXTREMES = 0.01;

    private PatchColours() {}

    /**
     * A PNG for each image, in order, 16 pixels a patch.
     *
     * @param images of one dimension
     */
    public static List<byte[]> pngs(List<DensePatches> images) {
        float[][] components = components(images);
        List<byte[]> pngs = new ArrayList<>();
        int from = 0;
        for (DensePatches image : images) {
            pngs.add(png(image.grid(), components, from));
            from += image.grid().patches();
        }
        return pngs;
    }

    private static byte[] png(PatchGrid grid, float[][] components, int from) {
        byte[] bgr = new byte[COMPONENTS * grid.patches()];
        for (int c = 0; c < COMPONENTS; c++) {
            Percentiles range = Percentiles.of(components[c], EXTREMES);
            for (int i = 0; i < grid.patches(); i++) {
                bgr[COMPONENTS * i + COMPONENTS - 1 - c] =
                        (byte) Math.round(255 * range.scale(components[c][from + i]));
            }
        }
        return MapImage.squares(grid.width(), grid.height(), bgr);
    }

    /** [component, patch] over the patches of all images. */
    private static float[][] components(List<DensePatches> images) {
        OpenCv.load();
        int dimension = images.getFirst().dimension();
        int patches = images.stream().mapToInt(image -> image.grid().patches()).sum();
        float[][] components = new float[COMPONENTS][patches];
        try (PointerScope scope = new PointerScope()) {
            FloatPointer values = new FloatPointer((long) patches * dimension);
            long at = 0;
            for (DensePatches image : images) {
                if (image.dimension() != dimension) {
                    throw new IllegalArgumentException(
                            "descriptors of " + image.dimension() + " dimensions beside those of " + dimension);
                }
                values.position(at).put(image.descriptors());
                at += image.descriptors().length;
            }
            Mat data = new Mat(patches, dimension, CV_32FC1, values.position(0));
            Mat mean = new Mat();
            Mat axes = new Mat();
            PCACompute(data, mean, axes, COMPONENTS);
            Mat projected = new Mat();
            PCAProject(data, mean, axes, projected);
            try (FloatIndexer axis = axes.createIndexer();
                    FloatIndexer projection = projected.createIndexer()) {
                // Fewer patches than components leave the last ones without an axis, and grey.
                for (int c = 0; c < axes.rows(); c++) {
                    float sign = sign(axis, c, dimension);
                    for (int i = 0; i < patches; i++) {
                        components[c][i] = sign * projection.get(i, c);
                    }
                }
            }
        }
        return components;
    }

    /** Of an axis both directions are right; the one whose largest coordinate is positive makes colours reproducible. */
    private static float sign(FloatIndexer axes, int component, int dimension) {
        float largest = 0;
        for (int d = 0; d < dimension; d++) {
            float value = axes.get(component, d);
            if (Math.abs(value) > Math.abs(largest)) {
                largest = value;
            }
        }
        return largest < 0 ? -1 : 1;
    }
}
