package io.patchrank.pipeline.extract;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.picture.Picture;
import io.patchrank.pipeline.data.ImportedModel;
import java.util.List;

/**
 * Stands for the network of an imported gallery, which is not here: it says what the model is, so that the gallery
 * opens, and refuses pictures with {@code MODEL_MISMATCH}.
 */
public final class ImportedExtractor implements FeatureExtractor {
    private final ImportedModel model;

    public ImportedExtractor(ImportedModel model) {
        this.model = model;
    }

    @Override
    public ModelInfo model() {
        return model.info();
    }

    @Override
    public List<ImageFeatures> extract(List<Picture> pictures) {
        throw new PatchrankException(
                ErrorCode.MODEL_MISMATCH,
                model.fingerprint(),
                "the gallery was imported, and its network is not here to describe pictures; search by the id of a"
                        + " gallery image, and keep pictures of your own in another data folder");
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
