package io.patchrank.pipeline.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * The stage that turns bytes into pictures.
 *
 * @param workers threads that decode
 * @param queue pictures that may wait for a decoder
 * @param maxPixels images that claim more are refused before they are decoded
 * @param maxBytes files above this size are refused before they are read
 * @param reduced whether large JPEGs are decoded at a half, a quarter or an eighth of their size where that is still
 *     larger than the network's input: faster, slightly different pixels
 * @param isolated whether a child process decodes, so that a crash there harms nothing else
 */
public record DecodeConfig(
        @Default("1") @Min(1) int workers,
        @Default("32") @Min(1) int queue,

        @Default("50000000") @Min(1) @Max(DecodeConfig.PIXEL_CEILING)
        long maxPixels,

        @Default("256MB") DataSize maxBytes,
        @Default("false") boolean reduced,
        @Default("false") boolean isolated) {
    /** What {@code maxPixels} may be at most: the limit that the launcher gives to OpenCV before the JVM starts. */
    public static final long PIXEL_CEILING = 1L << 30;
}
