package io.patchrank.api.testing;

import io.patchrank.api.feature.Binariser;
import io.patchrank.api.feature.BinaryCodes;
import io.patchrank.api.feature.LocalDescriptors;
import java.util.Random;

/** A projection drawn from a seed. */
public record SampleBinariser(int dimension, int bits, long seed) implements Binariser {
    @Override
    public String digest() {
        return "sample-projection-" + seed;
    }

    @Override
    public BinaryCodes codes(LocalDescriptors locals) {
        float[] projection = projection();
        float[] projected = new float[locals.validCount() * bits];
        for (int i = 0; i < projected.length; i++) {
            for (int d = 0; d < dimension; d++) {
                projected[i] += locals.values()[i / bits * dimension + d] * projection[d * bits + i % bits];
            }
        }
        return BinaryCodes.ofSigns(bits, projected);
    }

    private float[] projection() {
        Random random = new Random(seed);
        float[] projection = new float[dimension * bits];
        for (int i = 0; i < projection.length; i++) {
            projection[i] = random.nextFloat() - 0.5f;
        }
        return projection;
    }
}
