package io.patchrank.api.feature;

import io.patchrank.api.picture.Picture;
import java.util.List;
import java.util.Optional;

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

    /**
     * The features that {@link #extract} gives, with all patches, in one computation. The picture stays the caller's to
     * close.
     */
    default Inspection inspect(Picture picture) {
        return new Inspection(extract(List.of(picture)).getFirst(), Optional.empty());
    }

    @Override
    void close();
}
