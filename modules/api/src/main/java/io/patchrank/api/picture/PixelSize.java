package io.patchrank.api.picture;

/** Width and height of a picture in pixels, each at least 1. */
public record PixelSize(int width, int height) {
    public PixelSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture has at least one pixel");
        }
    }
}
