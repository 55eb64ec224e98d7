package io.patchrank.testkit.cluster;

import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.picture.Picture;
import io.patchrank.pipeline.ColourGridExtractor;
import java.time.Duration;
import java.util.List;

/** A small extractor that takes its time, so that an ingest lasts long enough for something to happen to it. */
final class PacedExtractor implements FeatureExtractor {
    private final FeatureExtractor quick = new ColourGridExtractor();
    private final Duration pace;

    /** @param pace of one picture */
    PacedExtractor(Duration pace) {
        this.pace = pace;
    }

    @Override
    public ModelInfo model() {
        return quick.model();
    }

    @Override
    public List<ImageFeatures> extract(List<Picture> pictures) {
        try {
            Thread.sleep(pace.multipliedBy(pictures.size()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return quick.extract(pictures);
    }

    @Override
    public void close() {
        quick.close();
    }
}
