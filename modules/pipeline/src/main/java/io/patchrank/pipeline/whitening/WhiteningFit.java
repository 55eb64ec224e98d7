package io.patchrank.pipeline.whitening;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.Picture;
import io.patchrank.imaging.ImageFile;
import io.patchrank.imaging.decode.CropScale;
import io.patchrank.imaging.decode.DecodeOptions;
import io.patchrank.imaging.decode.PictureDecoder;
import io.patchrank.imaging.header.ImageLimits;
import io.patchrank.models.ModelDefinition;
import io.patchrank.models.Models;
import io.patchrank.models.TransformerExtractor;
import io.patchrank.models.WhiteningFile;
import io.patchrank.models.WhiteningLocation;
import io.patchrank.models.WhiteningTrainer;
import io.patchrank.pipeline.ConfiguredModel;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.TorchThreads;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns the whitening of the configured model from image files, without labels. The global descriptors of a gallery
 * cannot serve: they are whitened already.
 */
public final class WhiteningFit {
    /** Fewer images than this warn: the whitening then describes the images more than the world. */
    public static final int ENOUGH_IMAGES = WhiteningFile.ENOUGH_IMAGES;

    private static final Logger LOG = LoggerFactory.getLogger(WhiteningFit.class);
    private static final int FEWEST_IMAGES = 2;

    private final PatchrankConfig config;

    public WhiteningFit(PatchrankConfig config) {
        this.config = config;
    }

    /**
     * What was learned.
     *
     * @param file where it was written
     * @param images that it was learned from
     * @param passedOver files that could not be decoded
     * @param fingerprint of the configured model with this whitening
     */
    public record Fitted(Path file, long images, long passedOver, String fingerprint) {}

    /**
     * Extracts every file, one by one on the calling thread, and writes the whitening.
     *
     * @param source what the pictures are, for people; kept in the file
     * @param eps shrinkage of the covariance
     * @param kept dimensions kept of each part of the descriptor; more than there are means all
     * @param afterEach called after each file
     * @throws PatchrankException {@code BAD_REQUEST} when fewer than two can be decoded
     */
    public Fitted run(List<Path> files, String source, double eps, int kept, Path out, Runnable afterEach) {
        TorchThreads.useCallingThreadOnly();
        ModelDefinition definition = ConfiguredModel.of(config, 1);
        ImageLimits limits = new ImageLimits(config.decode().maxPixels(), ImageLimits.DEFAULT.minSide());
        PictureDecoder decoder = new PictureDecoder(new DecodeOptions(limits, false, CropScale.FILL));
        try (TransformerExtractor extractor = Models.open(
                definition.withWhitening(new WhiteningLocation.None()),
                ComputeDevice.resolve(config.extract().device()))) {
            WhiteningTrainer trainer = new WhiteningTrainer(extractor);
            long passedOver = 0;
            for (Path file : files) {
                if (!add(file, decoder, extractor, trainer)) {
                    passedOver++;
                }
                afterEach.run();
            }
            if (trainer.images() < FEWEST_IMAGES) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        source,
                        "a whitening needs many images, best " + ENOUGH_IMAGES + " or more; found " + trainer.images());
            }
            trainer.fit(source, eps, kept).save(out);
            String fingerprint = Models.describe(definition.withWhitening(new WhiteningLocation.File(out)))
                    .fingerprint();
            return new Fitted(out, trainer.images(), passedOver, fingerprint);
        }
    }

    private boolean add(Path file, PictureDecoder decoder, TransformerExtractor extractor, WhiteningTrainer trainer) {
        try {
            byte[] bytes =
                    ImageFile.read(file, config.decode().maxBytes().bytes()).bytes();
            try (Picture picture = decoder.decode(
                            bytes, file.toString(), extractor.model().input(), Optional.empty())
                    .picture()) {
                trainer.add(List.of(picture));
                return true;
            }
        } catch (PatchrankException e) {
            if (!e.code().isImageFault()) {
                throw e;
            }
            LOG.warn("passed over: {}", e.getMessage());
            return false;
        }
    }
}
