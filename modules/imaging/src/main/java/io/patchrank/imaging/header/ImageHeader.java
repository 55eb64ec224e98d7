package io.patchrank.imaging.header;

/**
 * What a complete image file claims.
 *
 * @param width stored columns in pixels, before any EXIF rotation
 * @param height stored rows in pixels, before any EXIF rotation
 */
public record ImageHeader(ImageFormat format, int width, int height) {
    public long pixels() {
        return (long) width * height;
    }
}
