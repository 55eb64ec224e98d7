package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.models.vit.BlockFacet;
import java.util.HashSet;
import java.util.List;

/**
 * How local descriptors are made.
 *
 * @param source block and facet of the descriptors
 * @param weight what patches are chosen and ordered by, strongest first; equal ones in the order of scales and rows
 * @param topK patches kept at most, of all scales together
 * @param normalise whether each is L2-normalised
 * @param scales sizes at which the network sees a picture, as factors of its longest side; a local descriptor names its
 *     scale by the place in this list
 */
public record LocalRecipe(BlockFacet source, PatchWeight weight, int topK, boolean normalise, List<Double> scales) {
    /** The cost of a picture grows with the second to fourth power of its scale. */
    public static final double LARGEST_SCALE = 4;

    public LocalRecipe {
        if (topK < 1) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, "top-k", "keep at least one patch, got " + topK);
        }
        if (scales.isEmpty() || scales.stream().anyMatch(scale -> !(scale > 0 && scale <= LARGEST_SCALE))) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID,
                    "scales",
                    "expected at least one factor above 0 and of at most " + LARGEST_SCALE + ", got " + scales);
        }
        if (new HashSet<>(scales).size() < scales.size()) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, "scales", "each scale counts once, got " + scales);
        }
        scales = List.copyOf(scales);
    }

    /** The picture at one size. */
    public LocalRecipe(BlockFacet source, PatchWeight weight, int topK, boolean normalise) {
        this(source, weight, topK, normalise, InputSpec.ONE_SCALE);
    }
}
