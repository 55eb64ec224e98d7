package io.patchrank.pipeline.message;

import io.patchrank.api.feature.FeatureKey;
import java.util.List;

/** Asks for stored features, in request order. {@code descriptorCount} is of no meaning for global descriptors. */
public record ReadRequest(List<FeatureKey> keys, int descriptorCount) {}
