package io.patchrank.index;

import java.util.Arrays;

/** Documents that may belong to a shortlist, in the order of their numbers. Grows. */
final class Candidates {
    private int[] docs = new int[256];
    private float[] scores = new float[256];
    private int size;

    void add(int doc, float score) {
        if (size == docs.length) {
            docs = Arrays.copyOf(docs, 2 * size);
            scores = Arrays.copyOf(scores, 2 * size);
        }
        docs[size] = doc;
        scores[size] = score;
        size++;
    }

    /** Forgets those with a lower score. */
    void keepFrom(float floor) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (scores[i] >= floor) {
                docs[kept] = docs[i];
                scores[kept++] = scores[i];
            }
        }
        size = kept;
    }

    int size() {
        return size;
    }

    /** Ascending. */
    int[] docs() {
        return Arrays.copyOf(docs, size);
    }

    /** The largest difference between a cosine and the score that stood for it. */
    float worstError(float[] cosines) {
        float worst = 0;
        for (int i = 0; i < size; i++) {
            worst = Math.max(worst, Math.abs(cosines[i] - (2 * scores[i] - 1)));
        }
        return worst;
    }
}
