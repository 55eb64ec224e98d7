package io.patchrank.api.testing;

import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.PatchGrid;
import java.util.Random;

/**
 * Made-up features, the same for the same seed. Every value is a multiple of 1/1024 between -1 and 1, so that float16
 * keeps it exactly and tests may compare with equality.
 *
 * @param dimension D
 * @param globalDimension Dg
 */
public record SampleFeatures(int dimension, int globalDimension, String fingerprint) {
    private static final int STEPS = 1_024;

    /** Features with {@code valid} descriptors, strongest first, followed by {@code padding} filler rows. */
    public ImageFeatures image(long seed, int valid, int padding) {
        Random random = new Random(seed);
        float[] global = values(random, globalDimension);
        return new ImageFeatures(global, locals(random, valid, valid + padding), new PatchGrid(3, 4), fingerprint);
    }

    private LocalDescriptors locals(Random random, int valid, int rows) {
        float[] x = new float[rows];
        float[] y = new float[rows];
        float[] scale = new float[rows];
        float[] weight = new float[rows];
        boolean[] padding = new boolean[rows];
        float[] values = new float[rows * dimension];
        for (int i = 0; i < rows; i++) {
            padding[i] = i >= valid;
            if (padding[i]) {
                continue;
            }
            x[i] = random.nextInt(STEPS) / (float) STEPS;
            y[i] = random.nextInt(STEPS) / (float) STEPS;
            scale[i] = random.nextInt(3);
            weight[i] = (valid - i) / (float) STEPS;
            System.arraycopy(values(random, dimension), 0, values, i * dimension, dimension);
        }
        return new LocalDescriptors(dimension, x, y, scale, weight, padding, values);
    }

    private static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextInt(2 * STEPS + 1) - STEPS) / (float) STEPS;
        }
        return values;
    }
}
