package io.patchrank.api.feature;

import io.patchrank.api.picture.Picture;
import java.util.List;

/**
 * Pictures to features. Thread-safe: several threads may extract at once, each computes single-threaded.
 *
 * <p>Errors: {@code MODEL_INVALID} when the network yields no finite numbers, {@code INTERNAL} for native failures.
 */
public interface FeatureExtractor extends AutoCloseable {
    ModelInfo model();

    /**
     * Features of each picture, in order. Pictures may differ in size; equal sizes next to each other are computed
     * together. Pictures stay the caller's to close.
     */
    List<ImageFeatures> extract(List<Picture> pictures);

    @Override
    void close();
}
