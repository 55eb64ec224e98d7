package io.patchrank.api.picture;

import java.util.List;

/**
 * How a network wants its pictures.
 *
 * @param patchSize both sides become multiples of this, in pixels
 * @param longestSide the longer side after resizing at scale 1, in pixels (AMES' rule rounds it to a multiple of the
 *     patch size)
 * @param scales factors of {@code longestSide}, in the order in which a picture holds its sizes; each is resized from
 *     the original and rounded to whole patches on its own
 * @param mean per channel R, G, B, of values in 0..1
 * @param deviation per channel R, G, B
 */
public record InputSpec(int patchSize, int longestSide, List<Double> scales, List<Float> mean, List<Float> deviation) {
    /** One picture at {@code longestSide}. */
    public static final List<Double> ONE_SCALE = List.of(1.0);

    /** Mean and deviation of ImageNet, which the DINOv2 family was trained with; at scale 1. */
    public static InputSpec imageNet(int patchSize, int longestSide) {
        return new InputSpec(
                patchSize, longestSide, ONE_SCALE, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
    }

    public InputSpec {
        if (patchSize < 1 || longestSide < patchSize || mean.size() != 3 || deviation.size() != 3) {
            throw new IllegalArgumentException("patchSize >= 1, longestSide >= patchSize, three channels");
        }
        if (scales.isEmpty() || scales.stream().anyMatch(scale -> !(scale > 0) || !Double.isFinite(scale))) {
            throw new IllegalArgumentException("at least one scale, all of them above 0");
        }
        scales = List.copyOf(scales);
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    public InputSpec withScales(List<Double> other) {
        return new InputSpec(patchSize, longestSide, other, mean, deviation);
    }

    /** The longer side at the largest scale, in pixels, before it is rounded to patches. */
    public double largestSide() {
        return longestSide
                * scales.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    }
}
