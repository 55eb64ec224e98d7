package io.patchrank.pipeline;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageOptions;
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

    /** Plain files. */
    static Persistence files() {
        return new Persistence() {};
    }
}
