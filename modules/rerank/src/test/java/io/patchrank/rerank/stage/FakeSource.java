package io.patchrank.rerank.stage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Each image has one descriptor of one number, the row of its key. Reads can be held back, keys can be broken. */
final class FakeSource implements LocalsSource {
    private final List<List<FeatureKey>> reads = new ArrayList<>();
    private final Set<FeatureKey> broken = ConcurrentHashMap.newKeySet();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore permits;

    private FakeSource(int permits) {
        this.permits = new Semaphore(permits);
    }

    /** Reads at once. */
    static FakeSource open() {
        return new FakeSource(1 << 30);
    }

    /** Every read waits for a {@link #permit}. */
    static FakeSource held() {
        return new FakeSource(0);
    }

    void permit(int reads) {
        permits.release(reads);
    }

    void breakKey(FeatureKey key) {
        broken.add(key);
    }

    /** Returns once so many further reads have begun. */
    void awaitReads(int count) {
        begun.acquireUninterruptibly(count);
    }

    List<List<FeatureKey>> reads() {
        synchronized (reads) {
            return List.copyOf(reads);
        }
    }

    @Override
    public List<LocalDescriptors> read(List<FeatureKey> keys, int descriptorCount, LocalsForm form) {
        synchronized (reads) {
            reads.add(keys);
        }
        begun.release();
        permits.acquireUninterruptibly();
        for (FeatureKey key : keys) {
            if (broken.contains(key)) {
                throw new PatchrankException(ErrorCode.DATA_CORRUPT, key.toString(), "checksum differs; re-ingest it");
            }
        }
        return keys.stream().map(key -> locals(key.row())).toList();
    }

    static LocalDescriptors locals(float value) {
        float[] zero = new float[1];
        return new LocalDescriptors(1, zero, zero, zero, zero, new boolean[1], new float[] {value});
    }
}
