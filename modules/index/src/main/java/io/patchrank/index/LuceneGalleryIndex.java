package io.patchrank.index;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.GalleryStatus;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.IndexedImage;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.api.gallery.Neighbour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * The gallery in one Lucene index: a document an image, with its descriptor when it is indexed. Readers never wait:
 * each works on the commit that was newest when it began. Changes are applied one call at a time.
 *
 * <p>Opening fails with {@code DATA_FOLDER_IN_USE}, {@code DATA_FOLDER_NEWER} or {@code DATA_CORRUPT}; a file found
 * damaged later fails the call that reads it with {@code DATA_CORRUPT}. After {@link #close} every call fails with
 * {@code STAGE_UNAVAILABLE}.
 */
public final class LuceneGalleryIndex implements GalleryIndex {
    private final IndexOptions options;
    private final StoreFailures failures;
    private final FolderHolder holder;
    private final Directory directory;
    private final GalleryWriter writer;
    private final GalleryViews views;
    private final ReentrantLock applying = new ReentrantLock();
    private boolean closed;

    private LuceneGalleryIndex(
            IndexOptions options,
            StoreFailures failures,
            FolderHolder holder,
            Directory directory,
            GalleryWriter writer,
            GalleryViews views) {
        this.options = options;
        this.failures = failures;
        this.holder = holder;
        this.directory = directory;
        this.writer = writer;
        this.views = views;
    }

    /** Opens the gallery of a folder, which is made when it does not exist. */
    public static LuceneGalleryIndex open(Path folder, IndexOptions options) {
        return new StoreFailures(folder).typed(() -> {
            Files.createDirectories(folder);
            return open(folder, new MMapDirectory(folder), options);
        });
    }

    /**
     * As {@link #open(Path, IndexOptions)}, of a folder that exists.
     *
     * @param directory where Lucene reads and writes; closed with the index, also when opening fails
     */
    public static LuceneGalleryIndex open(Path folder, Directory directory, IndexOptions options) {
        StoreFailures failures = new StoreFailures(folder);
        FolderHolder holder = new FolderHolder(folder);
        GalleryWriter writer = null;
        try {
            boolean create = GalleryFolder.isEmpty(directory, folder.toString());
            writer = new GalleryWriter(directory, options, create);
            GalleryViews views = new GalleryViews(directory, folder.toString());
            holder.enter();
            return new LuceneGalleryIndex(options, failures, holder, directory, writer, views);
        } catch (LockObtainFailedException e) {
            IOUtils.closeWhileHandlingException(directory);
            throw new PatchrankException(
                    ErrorCode.DATA_FOLDER_IN_USE,
                    folder.toString(),
                    "is open in " + holder.describe() + "; stop that, send it the request, or name another data folder",
                    e);
        } catch (IOException | RuntimeException e) {
            IOUtils.closeWhileHandlingException(writer, directory);
            throw failures.of(e);
        }
    }

    @Override
    public void apply(List<CatalogueChange> changes) {
        applying.lock();
        try {
            failures.typed(() -> {
                // Current already, unless an earlier call failed between its commit and its refresh.
                views.maybeRefreshBlocking();
                if (!changes.isEmpty()) {
                    writer.commit(onView(view -> ChangePlan.of(changes, view)));
                    refresh();
                }
                return changes;
            });
        } finally {
            applying.unlock();
        }
    }

    /** The changes are durable by now, so an interrupt must not keep them from being seen. */
    private void refresh() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            views.maybeRefreshBlocking();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Optional<GalleryImage> get(ImageId id) {
        return read(view -> view.get(id));
    }

    @Override
    public Optional<IndexedImage> indexed(ImageId id) {
        return read(view -> {
            Optional<float[]> descriptor = view.descriptor(id);
            return descriptor.isEmpty()
                    ? Optional.empty()
                    : view.get(id).map(image -> new IndexedImage(image, descriptor.get()));
        });
    }

    @Override
    public Optional<GalleryImage> bySource(String source) {
        return read(view -> view.bySource(source));
    }

    @Override
    public List<GalleryImage> bySha256(String sha256) {
        return read(view -> view.bySha256(sha256));
    }

    @Override
    public List<GalleryImage> list(
            Set<ImageState.Kind> states, MetadataFilter filter, Optional<ImageId> after, int limit) {
        checkLimit(limit);
        return read(view -> view.list(states, filter, after, limit));
    }

    @Override
    public List<Neighbour> search(float[] descriptor, int limit, MetadataFilter filter) {
        checkLimit(limit);
        UnitVectors.check(descriptor, "query");
        Optional<Query> only =
                FilterQueries.matchesAll(filter) ? Optional.empty() : Optional.of(FilterQueries.of(filter));
        return read(view -> {
            if (limit == 0 || view.count(ImageState.Kind.INDEXED) == 0) {
                return List.of();
            }
            if (descriptor.length != view.model().dimension()) {
                throw ChangePlan.mismatch("query", view.model(), new GalleryModel("", descriptor.length));
            }
            return view.neighbours(view.descriptors().nearest(descriptor, limit, only, options));
        });
    }

    private static void checkLimit(int limit) {
        if (limit < 0) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, "limit", "is 0 or more, not " + limit);
        }
    }

    @Override
    public void visitFeatures(BiConsumer<ImageId, FeatureKey> visitor) {
        read(view -> {
            view.visitFeatures(visitor);
            return view;
        });
    }

    @Override
    public long compact(double above) {
        return failures.typed(() -> {
            long before = bytes();
            // Where all are compared, it does not matter how many there are.
            boolean scattered = above < 1
                    && onView(
                            view -> view.count(ImageState.Kind.INDEXED) >= options.exactBelow() && view.isScattered());
            if (onView(GalleryView::deletedShare) <= above && !scattered) {
                return 0L;
            }
            // Not holding the lock, so that changes go on; closing ends it.
            if (scattered) {
                GalleryWriter.mergeAll(underLock(writer::usable));
            } else {
                GalleryWriter.mergeDeletes(underLock(writer::usable));
            }
            takeUpMerged();
            return Math.max(0, before - bytes());
        });
    }

    /** Waits until no merge runs, so that what follows meets the files that stay. Blocks, minutes for a large gallery. */
    public void settle() {
        failures.typed(() -> {
            GalleryWriter.awaitMerges(underLock(writer::usable));
            takeUpMerged();
            return closed;
        });
    }

    /** A commit makes the new files count and the old ones vanish. */
    private void takeUpMerged() throws IOException {
        underLock(() -> {
            writer.commit(new ChangePlan(onView(GalleryView::model), Map.of()));
            refresh();
            return closed;
        });
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (String file : directory.listAll()) {
            try {
                bytes += directory.fileLength(file);
            } catch (NoSuchFileException e) {
                // A merge has just replaced it.
            }
        }
        return bytes;
    }

    private <T> T underLock(StoreFailures.Task<T> task) throws IOException {
        applying.lock();
        try {
            if (closed) {
                throw new AlreadyClosedException("the gallery index is closed");
            }
            return task.run();
        } finally {
            applying.unlock();
        }
    }

    @Override
    public GalleryStatus status() {
        return read(view -> new GalleryStatus(
                view.count(ImageState.Kind.INDEXED),
                view.count(ImageState.Kind.PENDING),
                view.count(ImageState.Kind.REJECTED),
                view.count(ImageState.Kind.REMOVED),
                view.model().fingerprint(),
                view.model().dimension(),
                view.descriptors().method(options)));
    }

    /**
     * Measures what the approximate search finds of what the exact scan finds, whichever of them searches use now. Takes
     * {@code sample} searches of each kind on the calling thread.
     *
     * @param sample so many indexed images, spread evenly, serve as queries
     * @param k neighbours of each
     */
    public RecallReport recall(int sample, int k) {
        if (sample < 1 || k < 1) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, "recall", "sample and k are 1 or more");
        }
        return read(view -> {
            RecallMeasurement recall = new RecallMeasurement(view.descriptors(), k, options);
            for (Map.Entry<Integer, float[]> image : view.sample(sample).entrySet()) {
                recall.add(image.getKey(), image.getValue());
            }
            return recall.report();
        });
    }

    /** A read of one view. */
    private interface Reading<T> {
        T of(GalleryView view) throws IOException;
    }

    private <T> T read(Reading<T> reading) {
        return failures.typed(() -> onView(reading));
    }

    private <T> T onView(Reading<T> reading) throws IOException {
        GalleryView view = views.acquire();
        try {
            return reading.of(view);
        } finally {
            views.release(view);
        }
    }

    /** Waits for the call that is being applied, then gives the folder free. What was applied stays. */
    @Override
    public void close() {
        applying.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            holder.leave();
            failures.typed(() -> {
                IOUtils.close(views, writer, directory);
                return closed;
            });
        } finally {
            applying.unlock();
        }
    }
}
