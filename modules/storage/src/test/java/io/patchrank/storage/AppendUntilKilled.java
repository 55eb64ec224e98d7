package io.patchrank.storage;

import io.patchrank.api.feature.FeatureKey;
import java.nio.file.Path;

/** Program of {@link KilledProcessTest}: appends images 0, 1, 2, … and writes each acknowledged key to standard output. */
final class AppendUntilKilled {
    private AppendUntilKilled() {}

    /**
     * Never returns.
     *
     * @param arguments the folder, and any word to keep codes only
     */
    public static void main(String[] arguments) {
        StorageOptions options = SmallStorage.segmentsOf(7);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(
                Path.of(arguments[0]), arguments.length > 1 ? options.withCodes(SmallStorage.CODES) : options)) {
            for (int number = 0; ; number++) {
                FeatureKey key = SmallStorage.append(storage, number);
                // One write call, so that a kill cannot cut a key in two.
                System.out.print(key + "\n");
            }
        }
    }
}
