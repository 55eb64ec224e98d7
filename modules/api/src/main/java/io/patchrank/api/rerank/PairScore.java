package io.patchrank.api.rerank;

/**
 * What a re-ranker says of one pair.
 *
 * @param raw higher is more similar; the scale is the re-ranker's own
 * @param matches number of matched patches that the score stands on; 0 where the re-ranker knows none
 */
public record PairScore(float raw, int matches) {}
