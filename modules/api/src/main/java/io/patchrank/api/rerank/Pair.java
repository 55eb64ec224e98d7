package io.patchrank.api.rerank;

import io.patchrank.api.feature.LocalDescriptors;

/** A query and one candidate of its shortlist. Pairs of one query share the same {@code query} object. */
public record Pair(LocalDescriptors query, LocalDescriptors candidate) {}
