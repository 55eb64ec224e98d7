package io.patchrank.api.testing;

import io.patchrank.api.feature.LocalDescriptors;
import java.util.Random;

/** Local descriptors drawn from a seed: the same seed gives the same numbers. */
public final class SyntheticLocals {
    private final Random random;
    private final int dimension;

    public SyntheticLocals(long seed, int dimension) {
        this.random = new Random(seed);
        this.dimension = dimension;
    }

    /** {@code count} random directions of random length: in many dimensions, nearly orthogonal. */
    public LocalDescriptors unrelated(int count) {
        float[] values = new float[count * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return of(count, values);
    }

    /** The first {@code shared} rows of {@code image} with noise of size {@code noise}, then unrelated ones. */
    public LocalDescriptors view(LocalDescriptors image, int shared, int count, float noise) {
        float[] values = new float[count * dimension];
        for (int i = 0; i < values.length; i++) {
            float gaussian = (float) random.nextGaussian();
            values[i] = i < shared * dimension ? image.values()[i] + noise * gaussian : gaussian;
        }
        return of(count, values);
    }

    private LocalDescriptors of(int count, float[] values) {
        float[] x = new float[count];
        float[] y = new float[count];
        float[] weight = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = random.nextFloat();
            y[i] = random.nextFloat();
            weight[i] = 1f / (i + 1);
        }
        return new LocalDescriptors(dimension, x, y, new float[count], weight, new boolean[count], values);
    }
}
