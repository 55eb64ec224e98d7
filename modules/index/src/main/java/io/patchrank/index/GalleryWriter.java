package io.patchrank.index;

import io.patchrank.api.ImageId;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes plans, each as one commit: all of it on disk, or the folder as it was. Lucene's writer closes itself after
 * some failures (also of a merge in the background); this one is then opened again at the last commit. Not
 * thread-safe: {@link LuceneGalleryIndex} lets one caller in at a time.
 */
final class GalleryWriter implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(GalleryWriter.class);

    /** Each segment has a graph or lists of its own to search: fewer than Lucene's 8 are worth the merging. */
    private static final int SEGMENTS_PER_TIER = 3;

    private final Directory directory;
    private final IndexOptions options;
    private @Nullable IndexWriter writer;

    /** Takes the lock of the folder; an empty folder becomes an empty gallery. */
    GalleryWriter(Directory directory, IndexOptions options, boolean create) throws IOException {
        this.directory = directory;
        this.options = options;
        IndexWriter opened = new IndexWriter(directory, configuration(create));
        this.writer = opened;
        if (create) {
            commit(new ChangePlan(GalleryModel.NONE, Map.of()));
        }
    }

    private IndexWriterConfig configuration(boolean create) {
        return new IndexWriterConfig()
                .setOpenMode(create ? IndexWriterConfig.OpenMode.CREATE : IndexWriterConfig.OpenMode.APPEND)
                .setCodec(new CatalogueCodec(options))
                .setMergePolicy(new TieredMergePolicy().setSegmentsPerTier(SEGMENTS_PER_TIER))
                .setMergeScheduler(new QuietMerges())
                .setRAMBufferSizeMB(options.ramBufferMegabytes())
                .setCommitOnClose(false);
    }

    void commit(ChangePlan plan) throws IOException {
        IndexWriter open = usable();
        try {
            for (Map.Entry<ImageId, Optional<Document>> row : plan.rows().entrySet()) {
                Term id = new Term(RowDocument.ID, row.getKey().value());
                if (row.getValue().isPresent()) {
                    open.updateDocument(id, row.getValue().get());
                } else {
                    open.deleteDocuments(id);
                }
            }
            open.setLiveCommitData(plan.model().toUserData().entrySet());
            open.commit();
        } catch (IOException | RuntimeException | Error e) {
            rollBack(open, e);
            throw e;
        }
    }

    /** Lucene's writer, which is thread-safe, until the next failure. */
    IndexWriter usable() throws IOException {
        IndexWriter open = writer;
        if (open == null || !open.isOpen()) {
            LOG.warn("Opening the gallery index again at its last commit");
            open = new IndexWriter(directory, configuration(false));
            writer = open;
        }
        return open;
    }

    /** Merges segments with deleted documents. Merges that run already have some of them, and are waited for. Blocks. */
    static void mergeDeletes(IndexWriter open) throws IOException {
        awaitMerges(open);
        open.forceMergeDeletes(true);
    }

    /** As {@link #mergeDeletes}, into one segment. */
    static void mergeAll(IndexWriter open) throws IOException {
        awaitMerges(open);
        open.forceMerge(1);
    }

    /** Blocks until the merges that run have ended. */
    static void awaitMerges(IndexWriter open) {
        if (open.getConfig().getMergeScheduler() instanceof QuietMerges merges) {
            merges.sync();
        }
    }

    private void rollBack(IndexWriter failed, Throwable cause) {
        // An interrupt closes the channels that opening again needs; the caller gets it back afterwards.
        boolean interrupted = Thread.interrupted();
        writer = null;
        try {
            failed.rollback();
            writer = new IndexWriter(directory, configuration(false));
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Keeps the merges that are done and gives up those that run: nothing is lost, the next start merges again. */
    @Override
    public void close() throws IOException {
        IndexWriter open = writer;
        writer = null;
        if (open == null || !open.isOpen()) {
            return;
        }
        try {
            open.commit();
        } finally {
            open.rollback();
        }
    }

    /** Merges whose failure is logged; the writer reports it to the next caller. */
    private static final class QuietMerges extends ConcurrentMergeScheduler {
        @Override
        protected void handleMergeException(Throwable failure) {
            if (!(failure instanceof AlreadyClosedException)) {
                LOG.warn("A merge of the gallery index failed", failure);
            }
        }
    }
}
