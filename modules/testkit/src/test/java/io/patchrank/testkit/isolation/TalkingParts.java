package io.patchrank.testkit.isolation;

import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.picture.Picture;
import io.patchrank.pipeline.ColourGridExtractor;
import io.patchrank.pipeline.ConfiguredParts;
import io.patchrank.pipeline.config.NativeSettings;
import io.patchrank.pipeline.decode.Decoding;
import io.patchrank.pipeline.extract.Extraction;
import io.patchrank.pipeline.extract.NetworkExtraction;
import io.patchrank.pipeline.isolation.NativeParts;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small network that says what it does, in the log and elsewhere. */
public final class TalkingParts implements NativeParts {
    private static final Logger LOG = LoggerFactory.getLogger(TalkingParts.class);

    @Override
    public Decoding decoding(NativeSettings settings) {
        return new ConfiguredParts().decoding(settings);
    }

    @Override
    public Extraction extraction(NativeSettings settings) {
        return new NetworkExtraction(new Talking(new ColourGridExtractor()));
    }

    private record Talking(FeatureExtractor extractor) implements FeatureExtractor {
        @Override
        public ModelInfo model() {
            return extractor.model();
        }

        @Override
        public List<ImageFeatures> extract(List<Picture> pictures) {
            LOG.warn(
                    "{} in the log, PATCHRANK_WEB_READ_TOKENS is {}",
                    pictures.size(),
                    System.getenv("PATCHRANK_WEB_READ_TOKENS"));
            LOG.debug("{} that nobody wants to know", pictures.size());
            System.out.println("printed to standard output");
            return extractor.extract(pictures);
        }

        @Override
        public void close() {
            extractor.close();
        }
    }
}
