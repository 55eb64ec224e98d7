package io.patchrank.rerank.stage;

import io.patchrank.api.feature.FeatureKey;

/**
 * One place of a shortlist.
 *
 * @param key where its local descriptors are
 * @param similarity to the query by global descriptors
 */
public record Candidate(FeatureKey key, float similarity) {}
