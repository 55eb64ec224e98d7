package io.patchrank.api.gallery;

import io.patchrank.api.picture.PixelSize;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a file's content.
 *
 * @param sha256 64 hexadecimal digits; empty as long as the file was never read
 * @param bytes file size
 * @param modified the file's modification time when it was read; the epoch where there is none
 * @param width of the upright picture in pixels; 0 as long as it was never decoded
 * @param height of the upright picture in pixels; 0 as long as it was never decoded
 */
public record ImageContent(String sha256, long bytes, Instant modified, int width, int height) {
    public static final ImageContent UNKNOWN = new ImageContent("", 0, Instant.EPOCH, 0, 0);

    /** Of the upright picture; empty as long as it was never decoded. */
    public Optional<PixelSize> size() {
        return width > 0 && height > 0 ? Optional.of(new PixelSize(width, height)) : Optional.empty();
    }
}
