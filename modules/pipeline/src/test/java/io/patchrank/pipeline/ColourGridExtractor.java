package io.patchrank.pipeline;

import io.patchrank.api.feature.DensePatches;
import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A real, small extractor: the mean colour of each cell of a 4 x 4 grid, as local descriptors and, laid end to end, as
 * global descriptor. Enough to tell the test pictures apart, and quick.
 */
public final class ColourGridExtractor implements FeatureExtractor {
    static final int SIDE = 4;
    private static final int CELLS = SIDE * SIDE;
    private static final int DIMENSION = 4;

    private final ModelInfo model;

    public ColourGridExtractor() {
        this("colour-grid-1");
    }

    public ColourGridExtractor(String fingerprint) {
        model = new ModelInfo(
                "colour grid", fingerprint, InputSpec.imageNet(8, 64), 3 * CELLS, DIMENSION, CELLS, "cpu");
    }

    @Override
    public ModelInfo model() {
        return model;
    }

    @Override
    public List<ImageFeatures> extract(List<Picture> pictures) {
        return pictures.stream().map(this::extract).toList();
    }

    /** Each cell is a patch, and none is left out. */
    @Override
    public Inspection inspect(Picture picture) {
        ImageFeatures features = extract(picture);
        DensePatches patches = new DensePatches(
                features.grid(), features.locals().weight(), features.locals().values());
        return new Inspection(features, Optional.of(patches));
    }

    private ImageFeatures extract(Picture picture) {
        float[] global = new float[3 * CELLS];
        float[] values = new float[CELLS * DIMENSION];
        float[] x = new float[CELLS];
        float[] y = new float[CELLS];
        float[] weight = new float[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            float[] colour = meanColour(picture, cell / SIDE, cell % SIDE);
            System.arraycopy(colour, 0, global, 3 * cell, 3);
            System.arraycopy(colour, 0, values, DIMENSION * cell, 3);
            values[DIMENSION * cell + 3] = 0.1f;
            normalise(values, DIMENSION * cell, DIMENSION);
            x[cell] = (cell % SIDE + 0.5f) / SIDE;
            y[cell] = (cell / SIDE + 0.5f) / SIDE;
            weight[cell] = CELLS - cell;
        }
        normalise(global, 0, global.length);
        LocalDescriptors locals =
                new LocalDescriptors(DIMENSION, x, y, new float[CELLS], weight, new boolean[CELLS], values);
        return new ImageFeatures(global, locals, new PatchGrid(SIDE, SIDE), model.fingerprint());
    }

    private static float[] meanColour(Picture picture, int row, int column) {
        FloatBuffer pixels = picture.pixels();
        int top = row * picture.height() / SIDE;
        int bottom = (row + 1) * picture.height() / SIDE;
        int left = column * picture.width() / SIDE;
        int right = (column + 1) * picture.width() / SIDE;
        float[] mean = new float[3];
        for (int channel = 0; channel < 3; channel++) {
            double sum = 0;
            for (int v = top; v < bottom; v++) {
                for (int u = left; u < right; u++) {
                    sum += pixels.get((channel * picture.height() + v) * picture.width() + u);
                }
            }
            mean[channel] = (float) (sum / ((bottom - top) * (right - left)));
        }
        return mean;
    }

    private static void normalise(float[] values, int from, int length) {
        double squares = 1e-12;
        for (int i = from; i < from + length; i++) {
            squares += values[i] * values[i];
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int i = from; i < from + length; i++) {
            values[i] *= scale;
        }
    }

    @Override
    public void close() {}
}
