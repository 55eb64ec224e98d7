package io.patchrank.testkit.crash;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.pipeline.Persistence;
import io.patchrank.storage.FaultyChannels;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.MMapDirectory;

/** A disk that works, and tells a fuse which of the steps of a write it has come to. */
final class CrashingDisk implements Persistence {
    private final Fuse fuse;
    private final AtomicBoolean dropping = new AtomicBoolean();

    CrashingDisk(Fuse fuse) {
        this.fuse = fuse;
    }

    @Override
    public FeatureStorage features(Path folder, StorageOptions options) {
        FaultyChannels channels = new FaultyChannels();
        channels.watch(new StorageSteps());
        return new CompactionSteps(Hdf5FeatureStorage.open(folder, options, channels), fuse, dropping);
    }

    @Override
    public GalleryIndex catalogue(Path folder, IndexOptions options) {
        try {
            Files.createDirectories(folder);
            return LuceneGalleryIndex.open(folder, new CommitSteps(new MMapDirectory(folder)), options);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, folder.toString(), "cannot be opened: " + e, e);
        }
    }

    private final class StorageSteps implements FaultyChannels.Watcher {
        @Override
        public void wrote(Path file) {
            if (isJournal(file)) {
                fuse.reached(CrashPoint.JOURNAL_APPENDED);
            }
        }

        @Override
        public void forced(Path file) {
            if (isJournal(file)) {
                fuse.reached(CrashPoint.JOURNAL_FORCED);
            } else if (Files.isDirectory(file) && dropping.get()) {
                fuse.reached(CrashPoint.SEGMENT_DROP_NOTED);
            } else if (Files.isDirectory(file)
                    && Thread.currentThread().getName().contains("seal")) {
                // A shard's checksum gets its name, then the shard; a temporary shard is there in between.
                boolean between =
                        file.resolve(".").toFile().list((folder, name) -> name.endsWith(".hdf5.tmp")).length > 0;
                fuse.reached(between ? CrashPoint.SHARD_RENAMING : CrashPoint.SHARD_RENAMED);
            }
        }

        private static boolean isJournal(Path file) {
            return file.getFileName().toString().endsWith(".prj");
        }
    }

    private final class CommitSteps extends FilterDirectory {
        CommitSteps(Directory target) {
            super(target);
        }

        @Override
        public void rename(String source, String target) throws IOException {
            boolean commit = target.startsWith("segments");
            boolean compaction = Thread.currentThread().getName().contains("compaction");
            if (commit) {
                fuse.reached(compaction ? CrashPoint.SEGMENT_SWITCHING : CrashPoint.CATALOGUE_COMMITTING);
            }
            super.rename(source, target);
            if (commit) {
                fuse.reached(compaction ? CrashPoint.SEGMENT_SWITCHED : CrashPoint.CATALOGUE_COMMITTED);
            }
        }
    }
}
