package io.patchrank.storage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Reads rows as they were appended, to be appended again. Thread-safe; blocks on disk. */
final class SegmentCopier {
    private static final long NONE = -1;

    private final StorageFolder folder;
    private final SegmentTable segments;
    private final RowLayout layout;
    /** A shard has one checksum for all its rows, which is compared once for many calls. */
    private final AtomicLong verified = new AtomicLong(NONE);

    /** @param layout of new rows */
    SegmentCopier(StorageFolder folder, SegmentTable segments, RowLayout layout) {
        this.folder = folder;
        this.segments = segments;
        this.layout = layout;
    }

    boolean isMovable(Segment segment) {
        return switch (segment) {
            case Journal journal -> journal.header().layout().equals(layout);
            case Shard shard -> shard.layout().equals(layout);
            case DamagedSegment damaged -> false;
        };
    }

    List<JournalRecord> records(List<FeatureKey> keys) {
        keys.stream().mapToLong(FeatureKey::segment).distinct().forEach(this::verify);
        ReadBuffers buffers = new ReadBuffers();
        return segments.reading(
                () -> keys.stream().map(key -> record(key, buffers)).toList());
    }

    private JournalRecord record(FeatureKey key, ReadBuffers buffers) {
        Segment segment = segments.row(key, folder.path());
        if (!isMovable(segment)) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    segment.file().toString(),
                    "holds rows of another precision than new rows get; they stay where they are");
        }
        return segment.record(key.row(), buffers);
    }

    /** A shard never changes, so it is read through a channel of its own and holds up no one. */
    private void verify(long id) {
        boolean shard = segments.find(id).filter(Shard.class::isInstance).isPresent();
        if (!shard || verified.get() == id) {
            return;
        }
        try {
            if (!Shard.isIntact(folder.opener(), folder.shard(id))) {
                throw StorageFailures.corrupt(
                        folder.shard(id), "fails its checksum; restore it, or ingest its images again");
            }
            verified.set(id);
        } catch (IOException e) {
            throw StorageFailures.of(e, folder.shard(id));
        }
    }
}
