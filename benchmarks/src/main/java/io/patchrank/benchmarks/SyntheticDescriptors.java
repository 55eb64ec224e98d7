package io.patchrank.benchmarks;

import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.feature.PatchGrid;
import java.util.Random;

/**
 * Features in the shape of a model, the same for the same image at every run. Global descriptors are a mixture of
 * Gaussians of low intrinsic dimension, as those of photographs are (and as {@code peers/global_search.py} draws them):
 * about {@value #A_CLUSTER} images a cluster, its centre drawn in {@value #CENTRE} directions of falling variance, its
 * members spread over {@value #SPREAD} of {@value #SHARED} others, with a little noise in all. Half of the local
 * descriptors are near those of the cluster.
 */
final class SyntheticDescriptors {
    private static final int A_CLUSTER = 40;
    private static final int CENTRE = 64;
    private static final int SHARED = 96;
    private static final int SPREAD = 24;
    private static final double SPREAD_SCALE = 0.13;
    private static final double NOISE = 0.012;
    private static final double LOCAL_NOISE = 0.02;

    private final ModelInfo model;
    private final int locals;
    private final int clusters;
    private final float[][] directions;

    /**
     * @param images of the whole gallery
     * @param locals local descriptors of an image
     */
    SyntheticDescriptors(ModelInfo model, int images, int locals) {
        this.model = model;
        this.locals = locals;
        this.clusters = Math.max(1, images / A_CLUSTER);
        this.directions = new float[CENTRE + SHARED][model.globalDimension()];
        Random random = new Random(7);
        for (float[] direction : directions) {
            fill(direction, 0, direction.length, random);
            normalise(direction, 0, direction.length);
        }
    }

    ImageFeatures of(int image) {
        int cluster = Math.floorMod(SyntheticRows.mix(image), clusters);
        Random random = new Random(SyntheticRows.mix(~image));
        return new ImageFeatures(
                global(cluster, random), locals(cluster, random), new PatchGrid(23, 17), model.fingerprint());
    }

    private float[] global(int cluster, Random random) {
        Random centre = new Random(SyntheticRows.mix(cluster));
        float[] values = new float[model.globalDimension()];
        for (int i = 0; i < CENTRE; i++) {
            add(directions[i], gaussian(centre) * Math.pow(i + 1, -0.4), values);
        }
        normalise(values, 0, values.length);
        for (int i = 0; i < SPREAD; i++) {
            int own = Math.floorMod(cluster * 37 + i * 4 + cluster % 4, SHARED);
            add(directions[CENTRE + own], gaussian(random) * SPREAD_SCALE, values);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (gaussian(random) * NOISE);
        }
        normalise(values, 0, values.length);
        return values;
    }

    private LocalDescriptors locals(int cluster, Random random) {
        int dimension = model.localDimension();
        Random shared = new Random(SyntheticRows.mix(-1L - cluster));
        float[] x = new float[locals];
        float[] y = new float[locals];
        float[] weight = new float[locals];
        float[] values = new float[locals * dimension];
        for (int i = 0; i < locals; i++) {
            x[i] = random.nextFloat();
            y[i] = random.nextFloat();
            weight[i] = 1 - (float) i / locals;
            fill(values, i * dimension, dimension, i < locals / 2 ? shared : random);
            normalise(values, i * dimension, dimension);
            if (i < locals / 2) {
                for (int j = i * dimension; j < (i + 1) * dimension; j++) {
                    values[j] += (float) (gaussian(random) * LOCAL_NOISE);
                }
                normalise(values, i * dimension, dimension);
            }
        }
        return new LocalDescriptors(dimension, x, y, new float[locals], weight, new boolean[locals], values);
    }

    private static void fill(float[] values, int from, int length, Random random) {
        for (int i = from; i < from + length; i++) {
            values[i] = (float) gaussian(random);
        }
    }

    /** A sum of uniform numbers is normal enough, and quick. */
    private static double gaussian(Random random) {
        return 2 * (random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5);
    }

    private static void add(float[] direction, double factor, float[] values) {
        float scale = (float) factor;
        for (int i = 0; i < values.length; i++) {
            values[i] += scale * direction[i];
        }
    }

    private static void normalise(float[] values, int from, int length) {
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            squares += (double) values[i] * values[i];
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int i = from; i < from + length; i++) {
            values[i] *= scale;
        }
    }
}
