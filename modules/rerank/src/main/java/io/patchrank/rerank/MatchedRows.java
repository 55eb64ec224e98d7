package io.patchrank.rerank;

/**
 * Two local descriptors that are each other's nearest.
 *
 * @param query row of the query's descriptors
 * @param other row of the other image's descriptors
 * @param cosine of both
 */
public record MatchedRows(int query, int other, float cosine) {}
