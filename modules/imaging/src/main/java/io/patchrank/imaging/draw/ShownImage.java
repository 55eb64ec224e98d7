package io.patchrank.imaging.draw;

import io.patchrank.imaging.decode.BgrImage;
import java.util.Optional;

/**
 * An image to draw.
 *
 * @param name for its caption
 * @param width of the upright original in pixels, or of anything of that shape
 * @param height likewise
 * @param pixels of the whole upright image, at any size; stay the caller's. Empty where they cannot be had
 */
public record ShownImage(String name, int width, int height, Optional<BgrImage> pixels) {
    /** Width by height. */
    double shape() {
        return width > 0 && height > 0 ? (double) width / height : 1;
    }

    void draw(Canvas canvas, Area area) {
        canvas.fill(area, Colour.FAINT);
        pixels.ifPresentOrElse(
                image -> canvas.place(image, area),
                () -> canvas.text("no picture", area.x() + 12, area.y() + area.height() / 2, 11, Colour.GREY));
    }
}
