package io.patchrank.models.vit;

import io.patchrank.api.feature.PatchGrid;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** What one forward pass collected. Owns its tensors; views of them live as long as the scope or caller that made them. */
public final class VitOutputs implements AutoCloseable {
    private final PatchGrid grid;
    private final int prefix;
    private final Map<BlockFacet, Tensor> tensors;

    VitOutputs(PatchGrid grid, int prefix, Map<BlockFacet, Tensor> tensors) {
        this.grid = grid;
        this.prefix = prefix;
        this.tensors = tensors;
    }

    public PatchGrid grid() {
        return grid;
    }

    /** As {@link Facet} says: CLS first, then registers, then patches. Stays this object's. */
    public Tensor get(BlockFacet facet) {
        Tensor tensor = tensors.get(facet);
        if (tensor == null) {
            throw new IllegalArgumentException("block " + facet + " was not asked for");
        }
        return tensor;
    }

    /** CLS of a facet with tokens, [B, D]. */
    public Tensor cls(BlockFacet facet) {
        return get(facet).select(1, 0);
    }

    /** Patches of a facet with tokens, [B, N, D]; N in row order. */
    public Tensor patches(BlockFacet facet) {
        return get(facet).narrow(1, prefix, grid.patches());
    }

    /** CLS attention of {@code block} to the patches, [B, heads, N]. */
    public Tensor clsAttention(int block) {
        return get(new BlockFacet(block, Facet.ATTENTION)).narrow(2, prefix, grid.patches());
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
        tensors.clear();
    }
}
