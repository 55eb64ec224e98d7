package io.patchrank.rerank;

import java.util.Arrays;

/**
 * Mutual nearest neighbours of one pair, by ascending query row: match k joins row {@code query[k]} with row
 * {@code candidate[k]} at cosine {@code cosine[k]}. One-to-one.
 */
final class Matches {
    private final int[] query;
    private final int[] candidate;
    private final float[] cosine;
    private int size;

    /** @param capacity most matches that will be added */
    Matches(int capacity) {
        query = new int[capacity];
        candidate = new int[capacity];
        cosine = new float[capacity];
    }

    void add(int queryRow, int candidateRow, float similarity) {
        query[size] = queryRow;
        candidate[size] = candidateRow;
        cosine[size] = similarity;
        size++;
    }

    int size() {
        return size;
    }

    int queryRow(int match) {
        return query[match];
    }

    int candidateRow(int match) {
        return candidate[match];
    }

    float cosine(int match) {
        return cosine[match];
    }

    @Override
    public String toString() {
        return "Matches" + Arrays.toString(Arrays.copyOf(query, size))
                + Arrays.toString(Arrays.copyOf(candidate, size));
    }
}
