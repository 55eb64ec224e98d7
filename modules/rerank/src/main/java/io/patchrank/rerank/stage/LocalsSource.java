package io.patchrank.rerank.stage;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import java.util.List;

/**
 * Where local descriptors come from; {@code FeatureStorage::readLocals} is one. Called on the stage's reader threads,
 * may block them. When it throws, its keys are read again one by one to find those at fault.
 */
@FunctionalInterface
public interface LocalsSource {
    /** Local descriptors in request order, {@code descriptorCount} rows each. */
    List<LocalDescriptors> read(List<FeatureKey> keys, int descriptorCount, LocalsForm form);
}
