package io.patchrank.pipeline;

import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.FeatureExtractorContract;
import io.patchrank.api.picture.Picture;
import io.patchrank.imaging.decode.DecodeOptions;
import io.patchrank.imaging.decode.PictureDecoder;
import java.util.Optional;

/** What other tests rely on keeps the contract itself. */
class ColourGridExtractorTest extends FeatureExtractorContract {
    private final ColourGridExtractor extractor = new ColourGridExtractor();
    private final PictureDecoder decoder = new PictureDecoder(DecodeOptions.DEFAULT);

    @Override
    protected FeatureExtractor extractor() {
        return extractor;
    }

    @Override
    protected Picture picture(int seed) {
        return decoder.decode(
                        TestPictures.png(seed),
                        "seed " + seed,
                        extractor.model().input(),
                        Optional.empty())
                .picture();
    }
}
