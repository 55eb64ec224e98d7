package io.patchrank.models;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.Picture;
import io.patchrank.imaging.ImageFile;
import io.patchrank.imaging.decode.DecodeOptions;
import io.patchrank.imaging.decode.PictureDecoder;
import io.patchrank.torch.ComputeDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the whitening that embedded-model ships; its README there tells how to run this. */
public final class FitShippedWhitening {
    private static final Logger LOG = LoggerFactory.getLogger(FitShippedWhitening.class);

    private FitShippedWhitening() {}

    /**
     * Learns and writes.
     *
     * @param args folder of photographs, file to write, shrinkage, dimensions kept of each part
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(Files::isRegularFile).sorted().toList();
        }
        PictureDecoder decoder = new PictureDecoder(DecodeOptions.DEFAULT);
        ModelDefinition raw = ModelDefinition.embedded().withWhitening(new WhiteningLocation.None());
        try (TransformerExtractor extractor = Models.open(raw, ComputeDevice.CPU)) {
            WhiteningTrainer trainer = new WhiteningTrainer(extractor);
            for (Path file : files) {
                try (Picture picture = decoded(decoder, extractor, file)) {
                    trainer.add(List.of(picture));
                } catch (PatchrankException e) {
                    LOG.warn("left out: {}", e.getMessage());
                }
            }
            String source = trainer.images() + " photographs of 334 ImageNet classes, unrelated to any gallery";
            trainer.fit(source, Double.parseDouble(args[2]), Integer.parseInt(args[3]))
                    .save(Path.of(args[1]));
        }
    }

    private static Picture decoded(PictureDecoder decoder, TransformerExtractor extractor, Path file) {
        byte[] bytes = ImageFile.read(file, ImageFile.DEFAULT_MAX_BYTES).bytes();
        return decoder.decode(bytes, file.toString(), extractor.model().input(), Optional.empty())
                .picture();
    }
}
