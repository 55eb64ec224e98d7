package io.patchrank.pipeline;

import io.patchrank.api.bus.PictureReply;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.pipeline.config.NativeSettings;
import io.patchrank.pipeline.decode.Decoded;
import io.patchrank.pipeline.decode.Decoding;
import io.patchrank.pipeline.extract.Extraction;
import io.patchrank.pipeline.extract.NetworkExtraction;
import io.patchrank.pipeline.isolation.NativeParts;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.DenseRequest;
import io.patchrank.pipeline.message.ExtractRequest;
import io.patchrank.pipeline.message.ViewRequest;
import io.vertx.core.Future;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;

/**
 * The real decoder and a small network, both of which die of pictures of one colour. Each such try is a line in the file
 * {@code tries} beside the data folder.
 */
public final class KillerParts implements NativeParts {
    private final ConfiguredParts configured = new ConfiguredParts();

    /** Ways to die, and the colour that brings them about. */
    enum Death {
        HALT(Color.MAGENTA),
        SEGMENTATION_FAULT(Color.CYAN),
        /** Never answers. */
        HANG(Color.YELLOW);

        private final Color colour;

        Death(Color colour) {
            this.colour = colour;
        }

        byte[] png() {
            BufferedImage image = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    image.setRGB(x, y, colour.getRGB());
                }
            }
            return TestPictures.encode(image, "png");
        }

        private boolean isOf(Picture picture) {
            InputSpec spec = InputSpec.imageNet(8, 64);
            int plane = picture.height() * picture.width();
            float[] rgb = colour.getRGBColorComponents(null);
            for (int channel = 0; channel < 3; channel++) {
                double wanted = (rgb[channel] - spec.mean().get(channel))
                        / spec.deviation().get(channel);
                for (int pixel = 0; pixel < plane; pixel++) {
                    if (Math.abs(picture.pixels().get(channel * plane + pixel) - wanted) > 0.05) {
                        return false;
                    }
                }
            }
            return true;
        }

        private void die() {
            switch (this) {
                case HALT -> Runtime.getRuntime().halt(3);
                case SEGMENTATION_FAULT -> Pointer.memset(new Nowhere(), 0, 8);
                case HANG -> {
                    try {
                        Thread.sleep(1_000_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        }
    }

    private static final class Nowhere extends Pointer {
        Nowhere() {
            address = 8;
        }
    }

    private static void lookAt(Picture picture, Path data) {
        for (Death death : Death.values()) {
            if (death.isOf(picture)) {
                note(data, death);
                death.die();
            }
        }
    }

    private static void note(Path data, Death death) {
        try {
            Files.writeString(tries(data), death + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path tries(Path data) {
        return data.resolveSibling("tries");
    }

    /** Only the isolated one of both stages dies. */
    @Override
    public Decoding decoding(NativeSettings settings) {
        Decoding real = configured.decoding(settings);
        return settings.decode().isolated() ? new Killed(real, settings.data()) : real;
    }

    private record Killed(Decoding real, Path data) implements Decoding {
        @Override
        public Decoded decode(DecodeRequest request, InputSpec spec, Optional<Integer> photograph) {
            Decoded decoded = real.decode(request, spec, photograph);
            lookAt(decoded.picture(), data);
            return decoded;
        }

        @Override
        public PictureReply view(ViewRequest request) {
            return real.view(request);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    @Override
    public Extraction extraction(NativeSettings settings) {
        Extraction real = new NetworkExtraction(new ColourGridExtractor());
        return settings.extract().isolated() ? new KilledNetwork(real, settings.data()) : real;
    }

    private record KilledNetwork(Extraction real, Path data) implements Extraction {
        @Override
        public ModelInfo model() {
            return real.model();
        }

        @Override
        public List<Future<ImageFeatures>> extract(List<ExtractRequest> requests) {
            requests.forEach(request -> lookAt(request.picture(), data));
            return real.extract(requests);
        }

        @Override
        public Inspection inspect(DenseRequest request) {
            lookAt(request.picture(), data);
            return real.inspect(request);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
