package io.patchrank.storage;

import io.patchrank.api.feature.FeatureKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Group commit. All writing happens on one thread; it takes every append that waits at that moment, writes their
 * records and forces the file once for all of them. While it does, the next ones gather.
 *
 * <p>A group goes into one segment as a whole: a segment may end larger than its limits, but a failed group is undone by
 * cutting one file.
 */
final class JournalWriter implements AutoCloseable {
    private final StorageFolder folder;
    private final StorageOptions options;
    private final SegmentTable segments;
    private final Sealer sealer;
    private final SerialWorker worker = new SerialWorker("patchrank-journal");
    private final ConcurrentLinkedQueue<Append> waiting = new ConcurrentLinkedQueue<>();
    // The journal thread's alone.
    private Optional<Journal> active;
    private long nextSegment;

    JournalWriter(
            StorageFolder folder,
            StorageOptions options,
            SegmentTable segments,
            Sealer sealer,
            Optional<Journal> active,
            long nextSegment) {
        this.folder = folder;
        this.options = options;
        this.segments = segments;
        this.sealer = sealer;
        this.active = active;
        this.nextSegment = nextSegment;
    }

    private record Append(List<JournalRecord> records, CompletableFuture<List<FeatureKey>> keys) {}

    /** Blocks until the records are on disk, also when interrupted: their fate is then known. */
    List<FeatureKey> append(List<JournalRecord> records) {
        Append append = new Append(records, new CompletableFuture<>());
        waiting.add(append);
        worker.execute(this::commitWaiting);
        return StorageFailures.join(append.keys());
    }

    /** Takes no more rows into the segment with this id, if it is the open one; blocks until that is so. */
    void end(long segment) {
        CompletableFuture.runAsync(
                        () -> active.filter(journal -> journal.id() == segment).ifPresent(journal -> {
                            journal.retire();
                            closeIfFull(journal);
                        }),
                        worker::execute)
                .join();
    }

    private void commitWaiting() {
        List<Append> group = new ArrayList<>();
        for (Append next = waiting.poll(); next != null; next = waiting.poll()) {
            group.add(next);
        }
        if (group.isEmpty()) {
            return; // an earlier turn took them along
        }
        try {
            commit(group);
        } catch (RuntimeException | Error e) {
            group.forEach(append -> append.keys().completeExceptionally(e));
        }
    }

    private void commit(List<Append> group) {
        Journal journal = activeJournal();
        List<JournalRecord> records =
                group.stream().flatMap(append -> append.records().stream()).toList();
        try {
            int row = journal.append(records);
            for (Append append : group) {
                append.keys().complete(keys(journal.id(), row, append.records().size()));
                row += append.records().size();
            }
        } catch (IOException e) {
            throw StorageFailures.of(e, journal.file());
        } finally {
            closeIfFull(journal);
        }
    }

    private static List<FeatureKey> keys(long segment, int firstRow, int count) {
        return IntStream.range(firstRow, firstRow + count)
                .mapToObj(row -> new FeatureKey(segment, row))
                .toList();
    }

    private void closeIfFull(Journal journal) {
        if (journal.rows() >= options.imagesPerSegment() || journal.bytes() >= options.bytesPerSegment()) {
            journal.retire();
        }
        if (journal.isOpen()) {
            return;
        }
        active = Optional.empty();
        if (journal.rows() > 0) {
            sealer.submit(journal);
        } else {
            segments.remove(journal);
            folder.discard(journal.file());
        }
    }

    private Journal activeJournal() {
        if (active.isEmpty()) {
            active = Optional.of(createJournal());
        }
        return active.get();
    }

    private Journal createJournal() {
        // Counted up first: a file that could neither be made nor removed must not stand in the way of the next try.
        long segment = nextSegment++;
        JournalHeader header = new JournalHeader(segment, options.layout(), options.modelFingerprint());
        try {
            Journal journal = Journal.create(folder.opener(), folder.journal(segment), header);
            segments.add(journal);
            folder.force();
            return journal;
        } catch (IOException e) {
            segments.find(segment).ifPresent(segments::remove);
            folder.discard(folder.journal(segment));
            throw StorageFailures.of(e, folder.journal(segment));
        }
    }

    /** Writes what was appended, then ends. */
    @Override
    public void close() {
        worker.close();
    }
}
