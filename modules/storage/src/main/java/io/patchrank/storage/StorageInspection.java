package io.patchrank.storage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.storage.StorageFinding.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads every byte of a storage that nobody has open, and changes nothing.
 *
 * @param files journals and shards read
 * @param bytes of them
 */
public record StorageInspection(int files, long bytes, List<StorageFinding> findings) {
    public StorageInspection {
        findings = List.copyOf(findings);
    }

    /**
     * Empty where there is no such folder.
     *
     * @throws PatchrankException {@code DATA_FOLDER_IN_USE}, {@code DATA_FOLDER_NEWER}, {@code IO_FAILED}
     */
    public static StorageInspection of(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new StorageInspection(0, 0, List.of());
        }
        StorageFolder storage = new StorageFolder(folder, ChannelOpener.SYSTEM);
        try (FolderLock lock = FolderLock.acquire(storage)) {
            return new Reading(storage).run();
        } catch (IOException e) {
            throw StorageFailures.of(e, folder);
        }
    }

    private static final class Reading {
        private final StorageFolder folder;
        private final List<StorageFinding> findings = new ArrayList<>();
        private Optional<StorageOptions> options = Optional.empty();
        private int files;
        private long bytes;

        private Reading(StorageFolder folder) {
            this.folder = folder;
        }

        private StorageInspection run() throws IOException {
            try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder.path(), "*.tmp")) {
                for (Path file : unfinished) {
                    found(file, StorageFinding.NO_SEGMENT, Kind.LEFTOVER, "was never finished");
                }
            }
            format();
            for (long id : folder.segments()) {
                segment(id);
            }
            return new StorageInspection(files, bytes, findings);
        }

        private void found(Path file, long segment, Kind kind, String problem) {
            findings.add(new StorageFinding(file, segment, kind, problem));
        }

        private void format() throws IOException {
            Path file = folder.formatFile();
            if (Files.notExists(file)) {
                if (!folder.segments().isEmpty()) {
                    found(file, StorageFinding.NO_SEGMENT, Kind.DAMAGED_FORMAT, "is missing");
                }
                return;
            }
            try {
                options = Optional.of(FormatFile.options(folder));
            } catch (PatchrankException e) {
                requireKnown(e);
                found(file, StorageFinding.NO_SEGMENT, Kind.DAMAGED_FORMAT, e.reason());
            }
        }

        private static void requireKnown(PatchrankException e) {
            if (e.code() == ErrorCode.DATA_FOLDER_NEWER) {
                throw e;
            }
        }

        private void segment(long id) {
            Path journal = folder.journal(id);
            Path shard = folder.shard(id);
            boolean sealed = Files.exists(shard);
            Optional<StorageFinding> ofShard = sealed ? shard(id) : Optional.empty();
            if (Files.notExists(journal)) {
                ofShard.ifPresent(findings::add);
                if (!sealed) {
                    found(StorageFolder.checksumOf(shard), id, Kind.LOST, "is there without its shard");
                }
            } else if (sealed && ofShard.isEmpty()) {
                found(journal, id, Kind.LEFTOVER, "is not needed any more: its shard is complete");
            } else {
                ofShard.ifPresent(damaged ->
                        found(shard, id, Kind.SEAL_AGAIN, damaged.problem() + "; its journal is still there"));
                journal(id, journal).ifPresent(findings::add);
            }
        }

        private Optional<StorageFinding> shard(long id) {
            Path file = folder.shard(id);
            try {
                count(file);
                Optional<ShardChecksum> expected = ShardChecksum.read(StorageFolder.checksumOf(file));
                ShardChecksum found = ShardChecksum.compute(folder.opener(), file);
                if (expected.isPresent() && !expected.get().equals(found)) {
                    return finding(file, id, Kind.LOST, "fails its checksum");
                }
                try (FeatureShard shard = FeatureShard.open(file, folder.opener())) {
                    if (shard.segment() != id) {
                        return finding(file, id, Kind.LOST, "is segment " + shard.segment() + " under another name");
                    }
                }
                return expected.isPresent()
                        ? Optional.empty()
                        : finding(file, id, Kind.NO_CHECKSUM, "has no readable checksum file");
            } catch (PatchrankException e) {
                requireKnown(e);
                return finding(file, id, e.code() == ErrorCode.IO_FAILED ? Kind.UNREADABLE : Kind.LOST, e.reason());
            } catch (IOException e) {
                return unreadable(file, id, e);
            }
        }

        private Optional<StorageFinding> journal(long id, Path file) {
            try (PositionalReader reader = new PositionalReader(folder.opener(), file)) {
                count(file);
                Optional<JournalHeader> header = header(reader, file);
                return header.isPresent() ? rows(id, file, reader, header.get()) : headless(id, file, reader);
            } catch (IOException e) {
                return unreadable(file, id, e);
            }
        }

        private static Optional<JournalHeader> header(PositionalReader reader, Path file) throws IOException {
            try {
                return Optional.of(Journal.readHeader(reader, file));
            } catch (PatchrankException e) {
                requireKnown(e);
                return Optional.empty();
            }
        }

        private static Optional<StorageFinding> rows(long id, Path file, PositionalReader reader, JournalHeader header)
                throws IOException {
            JournalScan.Result scan = JournalScan.run(reader, header.layout(), header.length());
            if (scan.damaged() > 0) {
                return finding(
                        file,
                        id,
                        Kind.DAMAGED_ROWS,
                        scan.damaged() + " of " + scan.places().size() + " rows are damaged");
            }
            return scan.tornBytes() > 0
                    ? finding(
                            file,
                            id,
                            Kind.TORN_TAIL,
                            "ends in " + scan.tornBytes() + " bytes that are no whole record, from byte " + scan.end()
                                    + " on")
                    : Optional.empty();
        }

        private Optional<StorageFinding> headless(long id, Path file, PositionalReader reader) throws IOException {
            if (options.isPresent() && JournalHeader.isUnbegun(id, file, options.get())) {
                return finding(file, id, Kind.LEFTOVER, "was never begun: its header is not whole");
            }
            return options.isPresent() && restorable(id, options.get(), reader).isPresent()
                    ? finding(file, id, Kind.DAMAGED_HEADER, "its header fails its checksum, its rows can be read")
                    : finding(file, id, Kind.LOST, "is no journal that can be read");
        }

        private void count(Path file) throws IOException {
            files++;
            bytes += Files.size(file);
        }

        private static Optional<StorageFinding> finding(Path file, long id, Kind kind, String problem) {
            return Optional.of(new StorageFinding(file, id, kind, problem));
        }

        private static Optional<StorageFinding> unreadable(Path file, long id, IOException e) {
            return finding(
                    file, id, Kind.UNREADABLE, StorageFailures.of(e, file).reason());
        }
    }

    /** The header that a journal must have had, by the rows that are found behind it. */
    static Optional<JournalHeader> restorable(long id, StorageOptions options, PositionalReader reader)
            throws IOException {
        for (JournalHeader header : JournalHeader.possible(id, options)) {
            if (reader.size() > header.length()) {
                JournalScan.Result scan = JournalScan.run(reader, header.layout(), header.length());
                if (scan.places().stream().anyMatch(place -> !place.damaged())) {
                    return Optional.of(header);
                }
            }
        }
        return Optional.empty();
    }
}
