package io.patchrank.storage;

import io.patchrank.api.feature.FeatureKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where rows are that were copied, by segment, for whoever still has their old keys. Those of the segments that were
 * copied longest ago are forgotten first. Thread-safe.
 */
final class MovedRows {
    /** A segment of 1,000 rows takes some ten kilobytes. */
    private static final int SEGMENTS = 256;

    private final Map<Long, Map<Integer, FeatureKey>> moved = new LinkedHashMap<>();

    synchronized void put(FeatureKey from, FeatureKey to) {
        moved.computeIfAbsent(from.segment(), segment -> new HashMap<>()).put(from.row(), to);
        if (moved.size() > SEGMENTS) {
            moved.remove(moved.keySet().iterator().next());
        }
    }

    synchronized Optional<FeatureKey> get(FeatureKey from) {
        return Optional.ofNullable(moved.getOrDefault(from.segment(), Map.of()).get(from.row()));
    }
}
