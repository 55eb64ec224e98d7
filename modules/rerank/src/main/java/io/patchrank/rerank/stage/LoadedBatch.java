package io.patchrank.rerank.stage;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import java.util.Map;

/** A batch whose local descriptors have been read. Every key of a job still running is in one of the maps. */
record LoadedBatch(
        Batch batch, Map<FeatureKey, LocalDescriptors> locals, Map<FeatureKey, PatchrankException> failures) {}
