package io.patchrank.testkit.faults;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.pipeline.Persistence;
import io.patchrank.storage.DiskProbe;
import io.patchrank.storage.FaultyChannels;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;

/** The disk under a running gallery, both parts of which can be made to fail and to work again. */
final class FaultyDisk implements Persistence {
    /** What lies on the failing disk. */
    enum Part {
        FEATURES,
        CATALOGUE,
        ALL
    }

    private final FaultyChannels features = new FaultyChannels();
    private final FaultyChannels besideLucene = new FaultyChannels();
    private @Nullable FaultyLucene catalogue;

    @Override
    public FeatureStorage features(Path folder, StorageOptions options) {
        return Hdf5FeatureStorage.open(folder, options, features);
    }

    @Override
    public synchronized GalleryIndex catalogue(Path folder, IndexOptions options) {
        try {
            Files.createDirectories(folder);
            FaultyLucene opened = new FaultyLucene(new MMapDirectory(folder));
            catalogue = opened;
            return LuceneGalleryIndex.open(folder, opened, options);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, folder.toString(), "cannot be opened: " + e, e);
        }
    }

    @Override
    public void probe(Path folder) throws IOException {
        DiskProbe.run(folder, folder.endsWith("catalogue") ? besideLucene : features);
    }

    FaultyChannels channels() {
        return features;
    }

    synchronized void fail(Part part, DiskFault fault) {
        if (part != Part.CATALOGUE) {
            features.fail(fault.operations(), fault::failure);
        }
        FaultyLucene lucene = catalogue;
        if (part != Part.FEATURES && lucene != null) {
            lucene.fail(fault);
            besideLucene.fail(Set.copyOf(fault.operations()), fault::failure);
        }
    }

    /** Commits of the catalogue wait until {@link #mend}. */
    synchronized void holdCatalogue() {
        FaultyLucene lucene = catalogue;
        if (lucene != null) {
            lucene.hold();
        }
    }

    synchronized void mend() {
        features.mend();
        besideLucene.mend();
        FaultyLucene lucene = catalogue;
        if (lucene != null) {
            lucene.mend();
        }
    }
}
