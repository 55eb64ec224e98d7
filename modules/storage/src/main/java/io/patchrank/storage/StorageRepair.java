package io.patchrank.storage;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Mends what {@link StorageInspection} has found, in two steps between which the catalogue is brought up to date: first
 * all is made readable that can be, then what is damaged is put aside. A crash in between leaves nothing worse than
 * before, and the repair is run again.
 */
public final class StorageRepair {
    private static final int ROWS_AT_ONCE = 64;

    private final StorageFolder folder;
    private final DamagedFiles damaged;
    private final List<StorageFinding> findings;
    private final BiConsumer<StorageFinding, String> done;

    /**
     * @param damaged takes what is taken away
     * @param done hears what was done about each finding
     */
    public StorageRepair(
            Path folder, DamagedFiles damaged, List<StorageFinding> findings, BiConsumer<StorageFinding, String> done) {
        this.folder = new StorageFolder(folder, ChannelOpener.SYSTEM);
        this.damaged = damaged;
        this.findings = List.copyOf(findings);
        this.done = done;
    }

    /**
     * Makes readable what can be.
     *
     * @return keys of rows that have moved to another segment, with their new keys
     * @throws PatchrankException {@code DATA_FOLDER_IN_USE}, {@code DISK_FULL}, {@code IO_FAILED}
     */
    public Map<FeatureKey, FeatureKey> makeReadable() {
        Map<FeatureKey, FeatureKey> moved = new HashMap<>();
        each(finding -> {
            switch (finding.kind()) {
                case DAMAGED_FORMAT -> writeFormat(finding);
                case DAMAGED_HEADER -> writeHeader(finding);
                case NO_CHECKSUM -> writeChecksum(finding);
                case DAMAGED_ROWS -> copyRows(finding, moved);
                case LEFTOVER, TORN_TAIL, SEAL_AGAIN, LOST, UNREADABLE -> {}
            }
        });
        return moved;
    }

    /** Puts aside what is damaged or left over; what moved to another segment is not needed any more. */
    public void putAside() {
        each(finding -> {
            switch (finding.kind()) {
                case LEFTOVER -> done.accept(finding, "moved to " + damaged.keep(finding.file()));
                case TORN_TAIL -> cut(finding);
                case SEAL_AGAIN -> done.accept(finding, "moved to " + keepShard(finding) + "; sealed again");
                case DAMAGED_ROWS -> damaged.keep(finding.file());
                case LOST -> done.accept(finding, "moved to " + keepShard(finding));
                case UNREADABLE -> done.accept(finding, "");
                case DAMAGED_FORMAT, DAMAGED_HEADER, NO_CHECKSUM -> {}
            }
        });
    }

    private interface Step {
        void on(StorageFinding finding) throws IOException;
    }

    private void each(Step step) {
        if (findings.isEmpty()) {
            return;
        }
        try (FolderLock lock = FolderLock.acquire(folder)) {
            for (StorageFinding finding : findings) {
                try {
                    step.on(finding);
                } catch (IOException e) {
                    throw StorageFailures.of(e, finding.file());
                }
            }
        } catch (IOException e) {
            throw StorageFailures.of(e, folder.path());
        }
    }

    private Path keepShard(StorageFinding finding) throws IOException {
        Path checksum = StorageFolder.checksumOf(finding.file());
        if (Files.exists(checksum)) {
            damaged.keep(checksum);
        }
        return damaged.keep(finding.file());
    }

    private void cut(StorageFinding finding) throws IOException {
        Path file = finding.file();
        try (PositionalReader reader = new PositionalReader(folder.opener(), file);
                FileChannel writer = folder.opener().open(file, Set.of(StandardOpenOption.WRITE))) {
            JournalHeader header = Journal.readHeader(reader, file);
            long end = JournalScan.run(reader, header.layout(), header.length()).end();
            Path kept = damaged.keepPart(file, "tail-" + end, end, reader.size());
            writer.truncate(end);
            writer.force(true);
            done.accept(finding, "cut off; the bytes are in " + kept);
        }
    }

    private void writeChecksum(StorageFinding finding) throws IOException {
        Path checksum = StorageFolder.checksumOf(finding.file());
        if (Files.exists(checksum)) {
            damaged.keep(checksum);
        }
        folder.write(
                checksum, ShardChecksum.compute(folder.opener(), finding.file()).encode());
        done.accept(finding, "computed from the shard as it is; whether that was sound cannot be known");
    }

    private void writeHeader(StorageFinding finding) throws IOException {
        Path file = finding.file();
        try (PositionalReader reader = new PositionalReader(folder.opener(), file);
                FileChannel writer = folder.opener().open(file, Set.of(StandardOpenOption.WRITE))) {
            JournalHeader header = StorageInspection.restorable(finding.segment(), FormatFile.options(folder), reader)
                    .orElseThrow(() -> StorageFailures.corrupt(file, "has changed since it was looked at"));
            Path kept = damaged.keepPart(file, "header", 0, header.length());
            Journal.writeFully(writer, header.encode(), 0);
            writer.force(true);
            done.accept(finding, "header written anew; the bytes that were there are in " + kept);
        }
    }

    private void writeFormat(StorageFinding finding) throws IOException {
        Optional<StorageOptions> options = optionsOfSegments();
        String kept = Files.exists(finding.file()) ? "; the old file is " + damaged.keep(finding.file()) : "";
        if (options.isEmpty()) {
            done.accept(finding, "the next start writes it anew, since no segment can say what it said" + kept);
            return;
        }
        FormatFile.checkOrCreate(folder, options.get());
        done.accept(finding, "written anew by what the segments say" + kept);
    }

    private Optional<StorageOptions> optionsOfSegments() throws IOException {
        for (long id : folder.segments()) {
            try {
                if (Files.exists(folder.journal(id))) {
                    try (PositionalReader reader = new PositionalReader(folder.opener(), folder.journal(id))) {
                        JournalHeader header = Journal.readHeader(reader, folder.journal(id));
                        return Optional.of(FormatFile.options(header.layout(), header.fingerprint()));
                    }
                }
                try (FeatureShard shard = FeatureShard.open(folder.shard(id))) {
                    return Optional.of(FormatFile.options(shard.layout(), shard.modelFingerprint()));
                }
            } catch (PatchrankException e) {
                // The next segment may tell.
                continue;
            }
        }
        return Optional.empty();
    }

    private void copyRows(StorageFinding finding, Map<FeatureKey, FeatureKey> moved) throws IOException {
        long newest = folder.segments().stream().mapToLong(id -> id).max().orElse(StorageFinding.NO_SEGMENT);
        // The id of a dropped segment may still be deleted at the next start.
        long target = Math.max(newest + 1, DroppedSegments.read(folder).next());
        int before = moved.size();
        try (Journal source = Journal.openToRead(folder.opener(), finding.file(), FormatFile.options(folder));
                Journal copy = Journal.create(
                        folder.opener(),
                        folder.journal(target),
                        new JournalHeader(
                                target,
                                source.header().layout(),
                                source.header().fingerprint()))) {
            folder.force();
            ReadBuffers buffers = new ReadBuffers();
            List<JournalRecord> records = new ArrayList<>();
            List<FeatureKey> keys = new ArrayList<>();
            for (int row = 0; row < source.rows(); row++) {
                Optional<JournalRecord> record = intact(source, row, buffers);
                if (record.isPresent()) {
                    records.add(record.get());
                    keys.add(new FeatureKey(finding.segment(), row));
                }
                if (records.size() == ROWS_AT_ONCE || row == source.rows() - 1) {
                    append(copy, records, keys, moved);
                }
            }
        }
        done.accept(
                finding,
                (moved.size() - before) + " rows moved to " + folder.journal(target) + ", the file to "
                        + damaged.folder());
    }

    private static void append(
            Journal copy, List<JournalRecord> records, List<FeatureKey> keys, Map<FeatureKey, FeatureKey> moved)
            throws IOException {
        if (records.isEmpty()) {
            return;
        }
        int first = copy.append(records);
        for (int i = 0; i < keys.size(); i++) {
            moved.put(keys.get(i), new FeatureKey(copy.id(), first + i));
        }
        records.clear();
        keys.clear();
    }

    private static Optional<JournalRecord> intact(Journal source, int row, ReadBuffers buffers) {
        try {
            return Optional.of(source.record(row, buffers));
        } catch (PatchrankException e) {
            return Optional.empty();
        }
    }
}
