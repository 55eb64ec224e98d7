package io.patchrank.testkit.crash;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.feature.StorageStatus;
import io.patchrank.api.feature.StoredSegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A storage that tells a fuse which of the steps of a compaction it has come to. */
final class CompactionSteps implements FeatureStorage {
    private final FeatureStorage storage;
    private final Fuse fuse;
    private final AtomicBoolean dropping;

    /** @param dropping set while a segment is being dropped */
    CompactionSteps(FeatureStorage storage, Fuse fuse, AtomicBoolean dropping) {
        this.storage = storage;
        this.fuse = fuse;
        this.dropping = dropping;
    }

    @Override
    public List<FeatureKey> append(List<String> names, List<ImageFeatures> features) {
        return storage.append(names, features);
    }

    @Override
    public List<LocalDescriptors> readLocals(List<FeatureKey> keys, int descriptorCount, LocalsForm form) {
        return storage.readLocals(keys, descriptorCount, form);
    }

    @Override
    public List<float[]> readGlobals(List<FeatureKey> keys) {
        return storage.readGlobals(keys);
    }

    @Override
    public StorageStatus status() {
        return storage.status();
    }

    @Override
    public List<StoredSegment> segments() {
        return storage.segments();
    }

    @Override
    public List<FeatureKey> copy(List<FeatureKey> keys) {
        List<FeatureKey> copies = storage.copy(keys);
        fuse.reached(CrashPoint.SEGMENT_COPIED);
        return copies;
    }

    @Override
    public void endSegment(long segment) {
        storage.endSegment(segment);
    }

    @Override
    public long drop(long segment) {
        fuse.reached(CrashPoint.SEGMENT_DROPPING);
        dropping.set(true);
        long bytes = storage.drop(segment);
        dropping.set(false);
        fuse.reached(CrashPoint.SEGMENT_DROPPED);
        return bytes;
    }

    @Override
    public void close() {
        storage.close();
    }
}
