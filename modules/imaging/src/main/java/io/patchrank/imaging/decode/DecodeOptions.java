package io.patchrank.imaging.decode;

import io.patchrank.imaging.header.ImageLimits;

/**
 * How pictures are decoded.
 *
 * @param limits claimed sizes outside these are refused
 * @param reducedDecode decodes a JPEG at 1/2, 1/4 or 1/8 of its size where that is still at least twice the input's
 *     longest side and no box is cut out. Faster on large photographs, but the pixels differ from those of the
 *     reference pipeline
 */
public record DecodeOptions(ImageLimits limits, boolean reducedDecode, CropScale cropScale) {
    /** 50 megapixels, full decode, crops fill the input. */
    public static final DecodeOptions DEFAULT = new DecodeOptions(ImageLimits.DEFAULT, false, CropScale.FILL);
}
