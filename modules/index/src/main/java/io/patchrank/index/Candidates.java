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

    /** The documents with at least this score, ascending. */
    int[] docsFrom(float floor) {
        int[] kept = new int[size];
        int n = 0;
        for (int i = 0; i < size; i++) {
            if (scores[i] >= floor) {
                kept[n++] = docs[i];
            }
        }
        return Arrays.copyOf(kept, n);
    }
}
