package io.patchrank.evaluation.rerank;

/** Says how alike a query and gallery images are by their local descriptors. Called from one thread. */
@FunctionalInterface
public interface PairScorer {
    /**
     * Scores one query against some images.
     *
     * @param query row of the query
     * @param gallery rows of gallery images, each once
     * @return raw scores in the order of {@code gallery}: greater is better, before any sigmoid
     * @throws io.patchrank.api.error.PatchrankException when a row has no descriptors, or they do not fit the network
     */
    float[] score(int query, int[] gallery);
}
