package io.patchrank.storage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The open segments by id. A reader holds the shared lock for its whole request, so that a journal is closed only when
 * no one reads from it and its shard has taken its place: no reader ever sees a moment without the row.
 */
final class SegmentTable implements AutoCloseable {
    private final Map<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    void add(Segment segment) {
        segments.put(segment.id(), segment);
    }

    /** Puts the segment in the place of the one with its id, which is closed; waits for requests in progress. */
    void replace(Segment segment) {
        exclusively(() -> Optional.ofNullable(segments.put(segment.id(), segment)));
    }

    /** Takes the segment out and closes it. */
    void remove(Segment segment) {
        exclusively(() -> Optional.ofNullable(segments.remove(segment.id())));
    }

    private void exclusively(Supplier<Optional<Segment>> change) {
        lock.writeLock().lock();
        try {
            change.get().ifPresent(Segment::close);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Runs a request; the segments that it finds stay open until it returns. */
    <T> T reading(Supplier<T> request) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the storage is closed");
            }
            return request.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    Optional<Segment> find(long id) {
        return Optional.ofNullable(segments.get(id));
    }

    /**
     * The segment that has this row.
     *
     * @param folder named in the error
     * @throws PatchrankException {@code NOT_FOUND}
     */
    Segment row(FeatureKey key, Path folder) {
        return find(key.segment())
                .filter(segment -> key.row() < segment.rows())
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.NOT_FOUND, key.toString(), "no features are kept under this key in " + folder));
    }

    /** In the order of their ids. */
    List<Segment> all() {
        return List.copyOf(segments.values());
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            segments.values().forEach(Segment::close);
            segments.clear();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
