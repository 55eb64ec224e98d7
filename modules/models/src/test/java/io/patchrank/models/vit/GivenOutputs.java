package io.patchrank.models.vit;

import io.patchrank.api.feature.PatchGrid;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import java.util.HashMap;
import java.util.Map;

/** What a network might have said, out of given numbers. */
public final class GivenOutputs {
    private GivenOutputs() {}

    /**
     * One picture's tokens as the only facet.
     *
     * @param cls [D]
     * @param patches row-major [N, D]
     */
    public static VitOutputs of(BlockFacet facet, PatchGrid grid, float[] cls, float[] patches) {
        float[] tokens = new float[cls.length + patches.length];
        System.arraycopy(cls, 0, tokens, 0, cls.length);
        System.arraycopy(patches, 0, tokens, cls.length, patches.length);
        return new VitOutputs(
                grid,
                1,
                new HashMap<>(
                        Map.of(facet, NativeScope.keep(HostArrays.tensor(tokens, 1, 1 + grid.patches(), cls.length)))));
    }
}
