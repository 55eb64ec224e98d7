package io.patchrank.pipeline.compare;

import io.patchrank.api.bus.Comparison;
import io.patchrank.api.bus.MatchPictureOptions;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.BgrImage;
import io.patchrank.imaging.draw.MatchPicture;
import io.patchrank.imaging.draw.ShownImage;
import io.patchrank.imaging.header.ImageLimits;
import java.util.Optional;

/** The drawing of a comparison. */
final class Drawing {
    private Drawing() {}

    /** An image file; computes on the calling thread. */
    static byte[] of(Comparison comparison, ComparedImage query, ComparedImage other, MatchPictureOptions options) {
        try (Photograph queryPhotograph = Photograph.of(query);
                Photograph otherPhotograph = Photograph.of(other)) {
            return MatchPicture.draw(
                    comparison,
                    shown(query, options.queryName(), queryPhotograph),
                    shown(other, options.otherName(), otherPhotograph),
                    options);
        }
    }

    private static ShownImage shown(ComparedImage image, Optional<String> name, Photograph photograph) {
        return new ShownImage(name.orElse(image.name()), image.width(), image.height(), photograph.pixels());
    }

    /** Decoded for the time of the drawing. */
    private record Photograph(Optional<BgrImage> pixels) implements AutoCloseable {
        static Photograph of(ComparedImage image) {
            BgrDecoder decoder = new BgrDecoder(ImageLimits.DEFAULT);
            try {
                return new Photograph(image.photograph().map(file -> decoder.decode(file, image.name())));
            } catch (PatchrankException e) {
                return new Photograph(Optional.empty());
            }
        }

        @Override
        public void close() {
            pixels.ifPresent(BgrImage::close);
        }
    }
}
