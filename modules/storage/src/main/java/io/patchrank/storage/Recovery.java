package io.patchrank.storage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a folder into order at the start, whatever moment the last run ended at.
 *
 * <ul>
 *   <li>Temporary files are removed, and what is left of the segment that was dropped last.
 *   <li>Journal and shard both there: the shard wins if all its bytes fit its checksum, and the journal is deleted;
 *       otherwise the journal wins and is sealed again.
 *   <li>Only the shard there: its length is compared with superblock and checksum file. If it is damaged, its rows
 *       answer {@code DATA_CORRUPT} and all others keep working.
 *   <li>Only the journal there: its records are found by {@link JournalScan}. The newest one goes on taking rows if
 *       nothing was cut and nothing is damaged; every other undamaged one is sealed.
 * </ul>
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final StorageFolder folder;
    private final StorageOptions options;
    private final boolean toWrite;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Journal> complete = new ArrayList<>();
    private Optional<Journal> active = Optional.empty();
    private long nextSegment;

    private Recovery(StorageFolder folder, StorageOptions options, boolean toWrite) {
        this.folder = folder;
        this.options = options;
        this.toWrite = toWrite;
    }

    /**
     * @param complete journals to seal; they are among the segments
     * @param active the journal that takes the next rows; it is among the segments
     */
    record Result(
            List<Segment> segments,
            List<Journal> complete,
            Optional<Journal> active,
            long nextSegment,
            DroppedSegments dropped) {}

    /** @throws PatchrankException {@code DATA_FOLDER_NEWER}, {@code MODEL_MISMATCH}: nothing was changed by then */
    static Result run(StorageFolder folder, StorageOptions options) throws IOException {
        return run(new Recovery(folder, options, true));
    }

    /** What can be read of a folder as it is: nothing is changed, and nothing will be written. */
    static Result look(StorageFolder folder, StorageOptions options) throws IOException {
        return run(new Recovery(folder, options, false));
    }

    private static Result run(Recovery recovery) throws IOException {
        try {
            return recovery.run();
        } catch (IOException | RuntimeException e) {
            recovery.segments.forEach(Segment::close);
            throw e;
        }
    }

    private Result run() throws IOException {
        if (toWrite) {
            folder.deleteTemporaryFiles();
        }
        DroppedSegments dropped = DroppedSegments.read(folder);
        if (toWrite && dropped.last() >= 0) {
            folder.delete(dropped.last());
        }
        for (long id : folder.segments()) {
            nextSegment = id + 1;
            if (!Files.exists(folder.journal(id)) || isSealed(id)) {
                segments.add(openShard(id));
            } else {
                openJournal(id);
            }
        }
        nextSegment = Math.max(nextSegment, dropped.next());
        for (Segment segment : segments) {
            if (toWrite && segment instanceof Journal journal) {
                assign(journal);
            }
        }
        return new Result(segments, complete, active, nextSegment, dropped);
    }

    /** Whether the shard can take the journal's place; deletes the journal if so. */
    private boolean isSealed(long id) throws IOException {
        Path shard = folder.shard(id);
        if (!Files.exists(shard)) {
            return false;
        }
        if (!Shard.isIntact(folder.opener(), shard) || !isReadable(id)) {
            LOG.warn("{} is not complete; its journal is sealed again", shard);
            return false;
        }
        if (toWrite) {
            LOG.info("{} is complete; removing its journal", shard);
            folder.discard(folder.journal(id));
        }
        return true;
    }

    /** A checksum says that a file is what was written, not that it was a shard. */
    private boolean isReadable(long id) throws IOException {
        try (Shard shard = Shard.open(folder, id, options)) {
            return shard.rows() > 0;
        } catch (PatchrankException e) {
            if (e.code() == ErrorCode.DATA_CORRUPT) {
                return false;
            }
            throw e;
        }
    }

    private Segment openShard(long id) throws IOException {
        try {
            return Shard.open(folder, id, options);
        } catch (PatchrankException e) {
            return damagedOrThrow(id, folder.shard(id), e);
        }
    }

    private void openJournal(long id) throws IOException {
        Path file = folder.journal(id);
        if (JournalHeader.isUnbegun(id, file, options)) {
            if (toWrite) {
                LOG.info("removing {}, whose header was never finished", file);
                folder.discard(file);
            }
            return;
        }
        try {
            segments.add(
                    toWrite
                            ? Journal.reopen(folder.opener(), file, options)
                            : Journal.openToRead(folder.opener(), file, options));
        } catch (IOException e) {
            segments.add(damagedOrThrow(id, file, StorageFailures.of(e, file)));
        } catch (PatchrankException e) {
            segments.add(damagedOrThrow(id, file, e));
        }
    }

    private static Segment damagedOrThrow(long id, Path file, PatchrankException failure) throws IOException {
        return switch (failure.code()) {
            case DATA_CORRUPT, IO_FAILED -> {
                LOG.error("{} cannot be read; its images must be ingested again", file, failure);
                long bytes = Files.exists(file) ? Files.size(file) : 0;
                yield new DamagedSegment(id, file, bytes, failure);
            }
            default -> throw failure;
        };
    }

    private void assign(Journal journal) {
        boolean newest = journal.id() == nextSegment - 1;
        if (newest && journal.isOpen() && journal.header().layout().equals(options.layout())) {
            active = Optional.of(journal);
            return;
        }
        journal.retire();
        if (!journal.isDamaged() && journal.rows() > 0) {
            complete.add(journal);
        }
    }
}
