package io.patchrank.api.gallery;

/**
 * What is known of a file's content.
 *
 * @param sha256 64 hexadecimal digits; empty as long as the file was never read
 * @param bytes file size
 * @param width of the upright picture in pixels; 0 as long as it was never decoded
 * @param height of the upright picture in pixels; 0 as long as it was never decoded
 */
public record ImageContent(String sha256, long bytes, int width, int height) {
    public static final ImageContent UNKNOWN = new ImageContent("", 0, 0, 0);
}
