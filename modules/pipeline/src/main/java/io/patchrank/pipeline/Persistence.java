package io.patchrank.pipeline;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.storage.ChannelOpener;
import io.patchrank.storage.DiskProbe;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;

/** Opens what a process keeps on disk. Tests put disks here that fail. */
public interface Persistence {
    /** As {@link Hdf5FeatureStorage#open(Path, StorageOptions)}. */
    default FeatureStorage features(Path folder, StorageOptions options) throws PatchrankException {
        return Hdf5FeatureStorage.open(folder, options);
    }

    /** As {@link LuceneGalleryIndex#open(Path, IndexOptions)}. */
    default GalleryIndex catalogue(Path folder, IndexOptions options) throws PatchrankException {
        return LuceneGalleryIndex.open(folder, options);
    }

    /**
     * Tries what a gallery asks of the disk under a part of the data folder; as {@link DiskProbe#run}.
     *
     * @throws IOException as long as the disk fails
     */
    default void probe(Path folder) throws IOException {
        DiskProbe.run(folder, ChannelOpener.SYSTEM);
    }

    /** Plain files. */
    static Persistence files() {
        return new Persistence() {};
    }
}
