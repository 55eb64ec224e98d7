package io.patchrank.pipeline.repair;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageFinding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The features of a damaged folder as they will be when the repair is done: under their new keys, without what is lost. */
final class KeptFeatures implements AutoCloseable {
    private final Optional<Hdf5FeatureStorage> storage;
    private final Map<FeatureKey, FeatureKey> moved;
    private final Map<FeatureKey, FeatureKey> origins = new HashMap<>();
    private final Set<Long> lostSegments;

    /**
     * @param storage opened to read; empty when it cannot be opened at all
     * @param moved old keys with their new ones
     */
    KeptFeatures(
            Optional<Hdf5FeatureStorage> storage, Map<FeatureKey, FeatureKey> moved, List<StorageFinding> findings) {
        this.storage = storage;
        this.moved = moved;
        moved.forEach((old, now) -> origins.put(now, old));
        this.lostSegments = findings.stream()
                .filter(finding -> finding.kind() == StorageFinding.Kind.LOST)
                .map(StorageFinding::segment)
                .collect(Collectors.toCollection(HashSet::new));
        findings.stream()
                .filter(finding -> finding.kind() == StorageFinding.Kind.DAMAGED_ROWS)
                .forEach(finding -> lostSegments.add(finding.segment()));
    }

    /** The key under which the features will be found; empty when they are lost. */
    Optional<FeatureKey> find(FeatureKey key) {
        FeatureKey now = moved.getOrDefault(key, key);
        return lostSegments.contains(now.segment()) || !isReadable(now) ? Optional.empty() : Optional.of(now);
    }

    /** What the disk does not read now may be read later, and is not lost. */
    private boolean isReadable(FeatureKey key) {
        if (storage.isEmpty()) {
            return false;
        }
        try {
            storage.get().readLocals(List.of(key), 1, LocalsForm.RICHEST);
            return true;
        } catch (PatchrankException e) {
            return e.code() != ErrorCode.DATA_CORRUPT && e.code() != ErrorCode.NOT_FOUND;
        }
    }

    /** Global descriptor, [Dg]; empty where only codes are kept. */
    Optional<float[]> global(FeatureKey key) {
        try {
            return storage.map(s -> s.readGlobals(List.of(key)).getFirst());
        } catch (PatchrankException e) {
            return Optional.empty();
        }
    }

    String fingerprint() {
        return storage.map(s -> s.options().modelFingerprint()).orElse("");
    }

    /** Every row with the name that it was stored under. */
    void forEachRow(BiConsumer<FeatureKey, String> row) {
        storage.ifPresent(s -> s.forEachRow((key, name) -> {
            if (!lostSegments.contains(key.segment())) {
                row.accept(key, name);
            }
        }));
    }

    /** Where the row was stored at first, which tells its age. */
    FeatureKey origin(FeatureKey key) {
        return origins.getOrDefault(key, key);
    }

    @Override
    public void close() {
        storage.ifPresent(Hdf5FeatureStorage::close);
    }
}
