package io.patchrank.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.VectorUtil;

/**
 * K-means of unit vectors by their cosines (Dhillon and Modha, "Concept decompositions for large sparse text data using
 * clustering", Machine Learning 2001). Deterministic: begins with vectors evenly spread over the input.
 */
final class SphericalKMeans {
    /** Vectors that meet a centroid one after the other, while it is in the processor's nearest cache. */
    static final int BLOCK = 8;

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
        int[] nearest = nearest(vectors, centroids);
        for (int i = 0; i < nearest.length; i++) {
            VectorUtil.add(sums[nearest[i]], vectors.get(i));
        }
        for (int i = 0; i < sums.length; i++) {
            if (VectorUtil.dotProduct(sums[i], sums[i]) > 0) {
                centroids.set(i, VectorUtil.l2normalize(sums[i]));
            }
        }
    }

    /** The place of each vector's nearest centroid, the first of equal ones. */
    static int[] nearest(List<float[]> vectors, List<float[]> centroids) {
        int[] nearest = new int[vectors.size()];
        float[] best = new float[nearest.length];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (int first = 0; first < nearest.length; first += BLOCK) {
            int end = Math.min(nearest.length, first + BLOCK);
            for (int place = 0; place < centroids.size(); place++) {
                float[] centroid = centroids.get(place);
                for (int i = first; i < end; i++) {
                    float cosine = VectorUtil.dotProduct(vectors.get(i), centroid);
                    if (cosine > best[i]) {
                        best[i] = cosine;
                        nearest[i] = place;
                    }
                }
            }
        }
        return nearest;
    }
}
