package io.patchrank.imaging.header;

/**
 * Which claimed sizes are decoded at all.
 *
 * @param maxPixels width times height; decoding takes about 3 to 12 bytes for each
 * @param minSide in pixels; the shorter side must have as many
 */
public record ImageLimits(long maxPixels, int minSide) {
    /** 50 megapixels, and 8 pixels for the shorter side. */
    public static final ImageLimits DEFAULT = new ImageLimits(50_000_000L, 8);

    public ImageLimits {
        if (minSide < 1 || maxPixels < (long) minSide * minSide) {
            throw new IllegalArgumentException("minSide >= 1 and maxPixels >= minSide * minSide");
        }
    }
}
