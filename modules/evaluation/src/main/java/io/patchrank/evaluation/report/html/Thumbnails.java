package io.patchrank.evaluation.report.html;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.report.ImageSource;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.BgrImage;
import io.patchrank.imaging.draw.Area;
import io.patchrank.imaging.draw.Canvas;
import io.patchrank.imaging.draw.Colour;
import io.patchrank.imaging.draw.Encoding;
import io.patchrank.imaging.header.ImageLimits;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small pictures inside the page, each once, as background images of CSS classes. Bounded: when {@code maxBytes} are
 * spent, further images show their names. Runs on the caller's thread.
 */
public final class Thumbnails {
    /** Enough for about 2,500 pictures. */
    public static final long DEFAULT_BYTES = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);
    private static final int SIDE = 160;
    private static final Colour PAPER = new Colour(255, 255, 255);

    private final Optional<ImageSource> images;
    private final Map<String, Optional<String>> cssByImage = new LinkedHashMap<>();
    private final StringBuilder css = new StringBuilder();
    private long left;

    private Thumbnails(Optional<ImageSource> images, long maxBytes) {
        this.images = images;
        this.left = maxBytes;
    }

    public static Thumbnails of(ImageSource images, long maxBytes) {
        return new Thumbnails(Optional.of(images), maxBytes);
    }

    /** Where no images are at hand: names only. */
    public static Thumbnails none() {
        return new Thumbnails(Optional.empty(), 0);
    }

    /** The CSS class that shows an image; empty when it cannot be shown. */
    Optional<String> cssClass(String image) {
        return images.isEmpty()
                ? Optional.empty()
                : cssByImage.computeIfAbsent(image, name -> embed(images.get(), name));
    }

    /** The rules of all classes given out. */
    String css() {
        return css.toString();
    }

    private Optional<String> embed(ImageSource source, String name) {
        if (left <= 0) {
            return Optional.empty();
        }
        try {
            String data = Base64.getEncoder().encodeToString(jpeg(source.bytes(name), name));
            left -= data.length();
            String cssClass = "i" + cssByImage.size();
            css.append('.')
                    .append(cssClass)
                    .append("{background-image:url(data:image/jpeg;base64,")
                    .append(data)
                    .append(")}\n");
            return Optional.of(cssClass);
        } catch (PatchrankException e) {
            LOG.warn("The report shows a name instead of a picture: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static byte[] jpeg(byte[] file, String name) {
        BgrDecoder decoder = new BgrDecoder(ImageLimits.DEFAULT);
        try (BgrImage image = decoder.decodeForDisplay(file, name, SIDE);
                Canvas canvas = new Canvas(image.width(), image.height(), PAPER)) {
            canvas.place(image, new Area(0, 0, image.width(), image.height()));
            return canvas.encoded(Encoding.JPEG);
        }
    }
}
