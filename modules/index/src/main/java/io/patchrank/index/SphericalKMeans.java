package io.patchrank.index;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.VectorUtil;

/**
 * K-means of unit vectors by their cosines (Dhillon and Modha, "Concept decompositions for large sparse text data using
 * clustering", Machine Learning 2001). Deterministic: begins with vectors evenly spread over the input.
 */
final class SphericalKMeans {
    private static final int STEPS = 6;

    private SphericalKMeans() {}

    /**
     * @param vectors of length 1
     * @param count of centroids wanted, at least 1
     * @return unit vectors, {@code count} at most
     */
    static List<float[]> centroids(List<float[]> vectors, int count) {
        int wanted = Math.min(count, vectors.size());
        List<float[]> centroids = new ArrayList<>(wanted);
        for (int i = 0; i < wanted; i++) {
            centroids.add(vectors.get((int) ((long) i * vectors.size() / wanted)));
        }
        for (int step = 0; step < STEPS && wanted < vectors.size(); step++) {
            step(vectors, centroids);
        }
        return centroids;
    }

    /** Each centroid becomes the direction of the sum of its vectors; one without vectors stays. */
    private static void step(List<float[]> vectors, List<float[]> centroids) {
        float[][] sums = new float[centroids.size()][vectors.getFirst().length];
        for (float[] vector : vectors) {
            VectorUtil.add(sums[nearest(vector, centroids)], vector);
        }
        for (int i = 0; i < sums.length; i++) {
            if (VectorUtil.dotProduct(sums[i], sums[i]) > 0) {
                centroids.set(i, VectorUtil.l2normalize(sums[i]));
            }
        }
    }

    /** The place of the nearest centroid, the first of equal ones. */
    static int nearest(float[] vector, List<float[]> centroids) {
        int nearest = 0;
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < centroids.size(); i++) {
            float cosine = VectorUtil.dotProduct(vector, centroids.get(i));
            if (cosine > best) {
                best = cosine;
                nearest = i;
            }
        }
        return nearest;
    }
}
