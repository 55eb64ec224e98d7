package io.patchrank.api.rerank;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import java.util.Optional;

/**
 * A query and one candidate of its shortlist. Pairs of one query share the same {@code query} object.
 *
 * @param key where the candidate is stored, by which a re-ranker may keep what it has computed of it: the same key always
 *     means the same image of the same storage; empty for an image that is stored nowhere
 */
public record Pair(LocalDescriptors query, LocalDescriptors candidate, Optional<FeatureKey> key) {
    /** With a candidate that is stored nowhere. */
    public Pair(LocalDescriptors query, LocalDescriptors candidate) {
        this(query, candidate, Optional.empty());
    }
}
