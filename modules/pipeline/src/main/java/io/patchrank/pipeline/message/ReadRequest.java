package io.patchrank.pipeline.message;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalsForm;
import java.util.List;

/** Asks for stored local descriptors, in request order. */
public record ReadRequest(List<FeatureKey> keys, int descriptorCount, LocalsForm form) {}
