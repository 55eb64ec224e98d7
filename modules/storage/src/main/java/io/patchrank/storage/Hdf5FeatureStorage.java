package io.patchrank.storage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.BinaryCodes;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.feature.StorageStatus;
import io.patchrank.api.feature.StoredSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Features in a local folder: appended to a journal, sealed segment by segment into HDF5 shards in the background (see
 * {@code docs/storage-format.md}). Keys stay the same from the first append on; rows get other keys when they are
 * {@link #copy copied} out of a segment that is then {@link #drop dropped}.
 *
 * <p>Threads: reads run on the caller's thread and, where they are many, on a few beside it; writes on the storage's
 * journal thread while the caller waits, so that concurrent appends share one fsync; sealing on a third. Interrupting a
 * caller cancels its read with {@code CANCELLED} and disturbs no other; an append is finished regardless.
 *
 * <p>One storage at a time works on a folder ({@code DATA_FOLDER_IN_USE}). After {@link #close()} every call fails with
 * {@link IllegalStateException}.
 */
public final class Hdf5FeatureStorage implements FeatureStorage {
    private static final Logger LOG = LoggerFactory.getLogger(Hdf5FeatureStorage.class);

    private final StorageFolder folder;
    private final StorageOptions options;
    private final RowLayout layout;
    private final FolderLock lock;
    private final boolean toWrite;
    private final SegmentTable segments;
    private final Sealer sealer;
    private final JournalWriter writer;
    private final SegmentCopier copier;
    private final RowReaders readers = new RowReaders();
    private final MovedRows moved = new MovedRows();
    private final AtomicBoolean clampAnnounced = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Hdf5FeatureStorage(
            StorageFolder folder, StorageOptions options, FolderLock lock, boolean toWrite, Recovery.Result recovered) {
        this.folder = folder;
        this.options = options;
        this.layout = options.layout();
        this.lock = lock;
        this.toWrite = toWrite;
        this.segments = new SegmentTable();
        recovered.segments().forEach(segments::add);
        this.copier = new SegmentCopier(folder, segments, layout);
        this.sealer = new Sealer(folder, options, segments, recovered.dropped());
        recovered.complete().forEach(sealer::submit);
        this.writer = new JournalWriter(folder, options, segments, sealer, recovered.active(), recovered.nextSegment());
    }

    /**
     * Opens the storage in this folder, which is made if need be, and redoes what a crash left half done.
     *
     * @throws PatchrankException {@code DATA_FOLDER_IN_USE}, {@code DATA_FOLDER_NEWER}, {@code MODEL_MISMATCH} (made
     *     for another model or shape), {@code DATA_CORRUPT} (the format file), {@code DISK_FULL}, {@code IO_FAILED}
     */
    public static Hdf5FeatureStorage open(Path folder, StorageOptions options) {
        return open(folder, options, ChannelOpener.SYSTEM);
    }

    /**
     * Opens a storage that is there, whatever model it was made for; {@link #options()} says which.
     *
     * @throws PatchrankException as {@link #open(Path, StorageOptions)}, and {@code NOT_FOUND} when there is none
     */
    public static Hdf5FeatureStorage openExisting(Path folder) {
        try {
            return open(folder, FormatFile.options(new StorageFolder(folder, ChannelOpener.SYSTEM)));
        } catch (IOException e) {
            throw StorageFailures.of(e, folder);
        }
    }

    /**
     * As {@link #openExisting}, but leaves every file as it is, also what a crash left half done; appends are refused with
     * {@link IllegalStateException}.
     */
    public static Hdf5FeatureStorage openToRead(Path path) {
        StorageFolder folder = new StorageFolder(path, ChannelOpener.SYSTEM);
        try {
            StorageOptions options = FormatFile.options(folder);
            return locked(
                    folder,
                    lock -> new Hdf5FeatureStorage(folder, options, lock, false, Recovery.look(folder, options)));
        } catch (IOException e) {
            throw StorageFailures.of(e, path);
        }
    }

    /** Shape and model that the storage was made for. */
    public StorageOptions options() {
        return options;
    }

    /** As {@link #open(Path, StorageOptions)}; all files are opened by {@code opener}. */
    public static Hdf5FeatureStorage open(Path path, StorageOptions options, ChannelOpener opener) {
        StorageFolder folder = new StorageFolder(path, opener);
        try {
            Files.createDirectories(path);
            return locked(folder, lock -> {
                FormatFile.checkOrCreate(folder, options);
                return new Hdf5FeatureStorage(folder, options, lock, true, Recovery.run(folder, options));
            });
        } catch (IOException e) {
            throw StorageFailures.of(e, path);
        }
    }

    private interface Opening {
        Hdf5FeatureStorage under(FolderLock lock) throws IOException;
    }

    private static Hdf5FeatureStorage locked(StorageFolder folder, Opening opening) throws IOException {
        FolderLock lock = FolderLock.acquire(folder);
        boolean opened = false;
        try {
            Hdf5FeatureStorage storage = opening.under(lock);
            opened = true;
            return storage;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    @Override
    public List<FeatureKey> append(List<String> names, List<ImageFeatures> features) {
        if (names.size() != features.size()) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    "append",
                    names.size() + " names for " + features.size() + " features; give one name to each");
        }
        if (features.isEmpty()) {
            return List.of();
        }
        if (!toWrite) {
            throw new IllegalStateException(folder.path() + " was opened to be read");
        }
        List<JournalRecord> records = new ArrayList<>(features.size());
        for (int i = 0; i < features.size(); i++) {
            requireFits(names.get(i), features.get(i));
            records.add(JournalRecord.encode(layout, names.get(i), features.get(i), codes(features.get(i))));
        }
        return writer.append(records);
    }

    private Optional<BinaryCodes> codes(ImageFeatures features) {
        LocalDescriptors locals = features.locals();
        return options.codes().map(kept -> kept.binariser()
                .codes(locals.count() > kept.descriptors() ? locals.resized(kept.descriptors()) : locals));
    }

    private void requireFits(String name, ImageFeatures features) {
        LocalDescriptors locals = features.locals();
        if (!features.modelFingerprint().equals(options.modelFingerprint())) {
            throw new PatchrankException(
                    ErrorCode.MODEL_MISMATCH,
                    name,
                    "features of model " + features.modelFingerprint() + " for a storage of "
                            + options.modelFingerprint() + "; extract them with the storage's model");
        }
        if (features.global().length != layout.globalDimension()
                || locals.dimension() != layout.localDimension()
                || locals.validCount() > layout.topK()) {
            throw new PatchrankException(
                    ErrorCode.MODEL_MISMATCH,
                    name,
                    "features of " + locals.validCount() + " locals of dimension " + locals.dimension()
                            + " and global dimension " + features.global().length + " for a storage of "
                            + layout.shape());
        }
    }

    @Override
    public List<LocalDescriptors> readLocals(List<FeatureKey> keys, int descriptorCount, LocalsForm form) {
        if (descriptorCount < 1) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, "descriptorCount", "must be at least 1");
        }
        boolean codes = readsCodes(form);
        int stored = codes ? layout.codes().count() : layout.topK();
        // The largest number there is means all, and promises nothing.
        boolean more = descriptorCount > stored && descriptorCount != Integer.MAX_VALUE;
        if (more && clampAnnounced.compareAndSet(false, true)) {
            LOG.warn(
                    "{}: {} local descriptors asked for, {} are stored of an image; reading those",
                    folder.path(),
                    descriptorCount,
                    stored);
        }
        int count = Math.min(descriptorCount, stored);
        return read(
                keys,
                (segment, row, buffers) ->
                        codes ? segment.codes(row, count, buffers) : segment.locals(row, count, buffers));
    }

    private boolean readsCodes(LocalsForm form) {
        return switch (form) {
            case DESCRIPTORS -> {
                requireDescriptors("descriptors are not kept in this gallery, only binary codes: re-rank by those"
                        + " (ames with a binary checkpoint), or ingest with store.codes none or beside");
                yield false;
            }
            case CODES -> {
                if (!layout.codes().isKept()) {
                    throw notKept("binary codes are not kept in this gallery; ingest with store.codes beside or only");
                }
                yield true;
            }
            case RICHEST -> !layout.keepsDescriptors();
        };
    }

    private void requireDescriptors(String otherwise) {
        if (!layout.keepsDescriptors()) {
            throw notKept(otherwise);
        }
    }

    private PatchrankException notKept(String reason) {
        return new PatchrankException(ErrorCode.MODEL_MISMATCH, folder.path().toString(), reason);
    }

    @Override
    public List<float[]> readGlobals(List<FeatureKey> keys) {
        requireDescriptors("global descriptors are not kept beside binary codes only; the catalogue has them");
        return read(keys, Segment::global);
    }

    /** Each row that can be read, in the order of the keys, with the name that it was appended with. */
    public void forEachRow(BiConsumer<FeatureKey, String> row) {
        segments.reading(() -> {
            ReadBuffers buffers = new ReadBuffers();
            for (Segment segment : segments.all()) {
                int rows = segment instanceof DamagedSegment ? 0 : segment.rows();
                for (int i = 0; i < rows; i++) {
                    FeatureKey key = new FeatureKey(segment.id(), i);
                    nameOf(segment, i, buffers).ifPresent(name -> row.accept(key, name));
                }
            }
            return row;
        });
    }

    private static Optional<String> nameOf(Segment segment, int row, ReadBuffers buffers) {
        try {
            return Optional.of(segment.name(row, buffers));
        } catch (PatchrankException e) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(Segment segment, int row, ReadBuffers buffers);
    }

    /** Reads each row once, in the order of files and positions, and answers in the order of the request. */
    private <T> List<T> read(List<FeatureKey> keys, RowReader<T> reader) {
        return segments.reading(() -> {
            List<FeatureKey> current = keys.stream().map(this::current).toList();
            List<FeatureKey> inFileOrder = current.stream().distinct().sorted().toList();
            List<T> rows = readers.read(inFileOrder.size(), () -> {
                ReadBuffers buffers = new ReadBuffers();
                return i -> {
                    FeatureKey key = inFileOrder.get(i);
                    return reader.read(segments.row(key, folder.path()), key.row(), buffers);
                };
            });
            Map<FeatureKey, T> found = HashMap.newHashMap(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                found.put(inFileOrder.get(i), rows.get(i));
            }
            return current.stream().map(found::get).toList();
        });
    }

    /** Where the row is by now: those of a dropped segment were copied before. */
    private FeatureKey current(FeatureKey key) {
        FeatureKey current = key;
        Optional<FeatureKey> next = Optional.of(key);
        while (next.isPresent() && segments.find(current.segment()).isEmpty()) {
            current = next.get();
            next = moved.get(current);
        }
        return segments.find(current.segment()).isPresent() ? current : key;
    }

    @Override
    public StorageStatus status() {
        return segments.reading(() -> {
            long images = 0;
            long journalImages = 0;
            int shards = 0;
            long bytes = 0;
            for (Segment segment : segments.all()) {
                bytes += segment.bytes();
                switch (segment) {
                    case Journal journal -> journalImages += journal.rows();
                    case Shard shard -> {
                        images += shard.rows();
                        shards++;
                    }
                    case DamagedSegment damaged -> LOG.debug("{} is not counted", damaged.file());
                }
            }
            return new StorageStatus(images + journalImages, journalImages, shards, bytes);
        });
    }

    @Override
    public List<StoredSegment> segments() {
        return segments.reading(() -> segments.all().stream()
                .filter(segment -> !(segment instanceof DamagedSegment))
                .map(segment -> new StoredSegment(
                        segment.id(),
                        segment.rows(),
                        segment.bytes(),
                        segment instanceof Journal journal && journal.isOpen(),
                        copier.isMovable(segment)))
                .toList());
    }

    @Override
    public List<FeatureKey> copy(List<FeatureKey> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        List<FeatureKey> copies = writer.append(copier.records(keys));
        for (int i = 0; i < copies.size(); i++) {
            moved.put(keys.get(i), copies.get(i));
        }
        return copies;
    }

    @Override
    public void endSegment(long segment) {
        writer.end(segment);
    }

    @Override
    public long drop(long segment) {
        return sealer.drop(segment);
    }

    /** Reads every byte on disk and compares checksums: as long as the disk takes. Nothing is changed. */
    public VerifyReport verify() {
        return new Verification(segments, folder.opener()).run();
    }

    /** Waits for appends and seals in progress. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        writer.close();
        sealer.close();
        segments.close();
        readers.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("cannot release {}", folder.lockFile(), e);
        }
    }
}
