package io.patchrank.api.picture;

import java.util.List;

/**
 * How a network wants its pictures.
 *
 * @param patchSize both sides become multiples of this, in pixels
 * @param longestSide the longer side after resizing, in pixels (AMES' rule rounds it to a multiple of the patch size)
 * @param mean per channel R, G, B, of values in 0..1
 * @param deviation per channel R, G, B
 */
public record InputSpec(int patchSize, int longestSide, List<Float> mean, List<Float> deviation) {
    /** Mean and deviation of ImageNet, which the DINOv2 family was trained with. */
    public static InputSpec imageNet(int patchSize, int longestSide) {
        return new InputSpec(patchSize, longestSide, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
    }

    public InputSpec {
        if (patchSize < 1 || longestSide < patchSize || mean.size() != 3 || deviation.size() != 3) {
            throw new IllegalArgumentException("patchSize >= 1, longestSide >= patchSize, three channels");
        }
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }
}
