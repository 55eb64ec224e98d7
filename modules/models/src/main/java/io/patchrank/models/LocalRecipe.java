package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.vit.BlockFacet;

/**
 * How local descriptors are made.
 *
 * @param source block and facet of the descriptors
 * @param weight what patches are chosen and ordered by, strongest first; equal ones in row order
 * @param topK patches kept at most
 * @param normalise whether each is L2-normalised
 */
public record LocalRecipe(BlockFacet source, PatchWeight weight, int topK, boolean normalise) {
    public LocalRecipe {
        if (topK < 1) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, "top-k", "keep at least one patch, got " + topK);
        }
    }
}
