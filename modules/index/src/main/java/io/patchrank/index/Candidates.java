package io.patchrank.index;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Documents that may belong to a shortlist, found by one thread. Grows. */
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
        return docsFrom(List.of(this), floor);
    }

    /** As {@link #docsFrom(float)}, of several threads' documents, none of which two have. */
    static int[] docsFrom(List<Candidates> all, float floor) {
        return all.stream()
                .flatMapToInt(one -> IntStream.range(0, one.size)
                        .filter(i -> one.scores[i] >= floor)
                        .map(i -> one.docs[i]))
                .sorted()
                .toArray();
    }
}
