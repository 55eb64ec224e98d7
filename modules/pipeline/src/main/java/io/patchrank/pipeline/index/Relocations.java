package io.patchrank.pipeline.index;

import io.patchrank.api.feature.FeatureKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where features are by now whose segment is about to be deleted. No row is written any more that refers to such a
 * segment: an ingest may have looked up the features of an image before they were moved. Event loop.
 */
final class Relocations {
    private final Map<Long, Map<FeatureKey, FeatureKey>> emptied = new HashMap<>();

    /** @param moved where its rows are now; those that are not among them go with the segment */
    void empty(long segment, Map<FeatureKey, FeatureKey> moved) {
        emptied.put(segment, moved);
    }

    void forget(long segment) {
        emptied.remove(segment);
    }

    /** Empty when the features are to be deleted. */
    Optional<FeatureKey> current(FeatureKey key) {
        Optional<FeatureKey> current = Optional.of(key);
        while (current.isPresent() && emptied.containsKey(current.get().segment())) {
            FeatureKey old = current.get();
            current = Optional.ofNullable(
                    emptied.getOrDefault(old.segment(), Map.of()).get(old));
        }
        return current;
    }
}
