package io.patchrank.storage;

import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.feature.FeatureStorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Three images a segment, so that every test passes through journal and shards. */
class Hdf5FeatureStorageContractTest extends FeatureStorageContract {
    private final Path folder;

    Hdf5FeatureStorageContractTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected FeatureStorage open() {
        return Hdf5FeatureStorage.open(folder, options());
    }

    @Override
    protected FeatureStorage openWithCodes(boolean alone) {
        return Hdf5FeatureStorage.open(folder, options().withCodes(new CodeOptions(alone, CODES, BINARISER)));
    }

    static StorageOptions options() {
        return new StorageOptions(
                StoredType.FLOAT16, TOP_K, DIMENSION, GLOBAL_DIMENSION, FINGERPRINT, 3, Long.MAX_VALUE);
    }
}
