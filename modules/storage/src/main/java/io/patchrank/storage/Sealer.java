package io.patchrank.storage;

import io.jhdf.exceptions.HdfException;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns complete journals into shards, one after the other on its own thread. The steps, each on disk before the next:
 *
 * <ol>
 *   <li>the shard under a temporary name
 *   <li>its checksum file
 *   <li>the shard under its own name
 *   <li>readers are handed over
 *   <li>the journal is deleted
 * </ol>
 *
 * A crash after any step leaves the journal, or a shard whose checksum is right, or both; {@link Recovery} redoes the
 * rest. A failure leaves the journal in use; it is tried again with the next complete journal, at the
 * end, and at the next start.
 */
final class Sealer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

    private final StorageFolder folder;
    private final StorageOptions options;
    private final SegmentTable segments;
    private final SerialWorker worker = new SerialWorker("patchrank-seal");
    // The sealing thread's alone.
    private final List<Journal> waiting = new ArrayList<>();
    private DroppedSegments dropped;

    Sealer(StorageFolder folder, StorageOptions options, SegmentTable segments, DroppedSegments dropped) {
        this.folder = folder;
        this.options = options;
        this.segments = segments;
        this.dropped = dropped;
    }

    /** Hands over a journal that takes no more rows. */
    void submit(Journal journal) {
        worker.execute(() -> {
            waiting.add(journal);
            sealWaiting();
        });
    }

    private void sealWaiting() {
        waiting.removeIf(this::isDone);
    }

    /** Whether the journal needs no further try. */
    private boolean isDone(Journal journal) {
        Path temporary = StorageFolder.temporaryOf(folder.shard(journal.id()));
        try {
            seal(journal, temporary);
            return true;
        } catch (IOException e) {
            return failed(journal, StorageFailures.of(e, temporary));
        } catch (HdfException e) {
            return failed(journal, StorageFailures.ofHdf(e, temporary));
        } catch (PatchrankException e) {
            return failed(journal, e);
        }
    }

    private void seal(Journal journal, Path temporary) throws IOException {
        Path shard = folder.shard(journal.id());
        new ShardWriter(journal).write(folder.opener(), temporary);
        requireWhole(temporary, journal);
        ShardChecksum checksum = ShardChecksum.compute(folder.opener(), temporary);
        folder.write(StorageFolder.checksumOf(shard), checksum.encode());
        folder.moveIntoPlace(temporary, shard);
        segments.replace(Shard.open(folder, journal.id(), options));
        folder.discard(journal.file());
        LOG.info("sealed {}: {} images, {} bytes", shard, journal.rows(), checksum.length());
    }

    /** Before the journal is let go of. A disk that lies is given another try. */
    private void requireWhole(Path temporary, Journal journal) throws IOException {
        try (FeatureShard written = FeatureShard.open(temporary, folder.opener())) {
            if (written.rows() != journal.rows() || written.segment() != journal.id()) {
                throw new IOException(temporary + " is not what was written");
            }
        } catch (PatchrankException e) {
            if (e.code() == ErrorCode.DATA_CORRUPT) {
                throw new IOException(temporary + " is not what was written: " + e.reason(), e);
            }
            throw e;
        }
    }

    private boolean failed(Journal journal, PatchrankException failure) {
        folder.discard(StorageFolder.temporaryOf(folder.shard(journal.id())));
        switch (failure.code()) {
            case DATA_CORRUPT ->
                LOG.error("{} stays a journal, since it cannot be read in full", journal.file(), failure);
            default -> LOG.warn("{} is not sealed yet; the next try follows", journal.file(), failure);
        }
        return failure.code() == ErrorCode.DATA_CORRUPT;
    }

    /**
     * Deletes a segment that takes no more rows. Blocks; waits for requests in progress, and for seals.
     *
     * @return bytes that its files had
     */
    long drop(long segment) {
        CompletableFuture<Long> bytes = new CompletableFuture<>();
        worker.execute(() -> {
            try {
                bytes.complete(dropNow(segment));
            } catch (IOException e) {
                bytes.completeExceptionally(StorageFailures.of(e, folder.shard(segment)));
            } catch (RuntimeException e) {
                bytes.completeExceptionally(e);
            }
        });
        return StorageFailures.join(bytes);
    }

    private long dropNow(long id) throws IOException {
        Optional<Segment> found = segments.find(id);
        if (found.isEmpty()) {
            return 0;
        }
        Segment segment = found.get();
        if (segment instanceof DamagedSegment || segment instanceof Journal journal && journal.isOpen()) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST, segment.file().toString(), "is open or damaged, and is not deleted");
        }
        // From here on the next start finishes what a crash interrupts.
        dropped = dropped.with(id);
        dropped.write(folder);
        waiting.removeIf(journal -> journal.id() == id);
        segments.remove(segment);
        long bytes = folder.delete(id);
        LOG.info("deleted segment {}: {} rows, {} bytes", id, segment.rows(), bytes);
        return bytes;
    }

    /** Seals what was handed over, with one more try for what failed, then ends. */
    @Override
    public void close() {
        worker.execute(this::sealWaiting);
        worker.close();
    }
}
