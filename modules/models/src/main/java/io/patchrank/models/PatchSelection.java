package io.patchrank.models;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.torch.HostArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Keeps the strongest patches of each picture as its local descriptors, of all scales together ({@code get_local} of
 * pavelsuma/ames). Immutable; runs inside the caller's scope.
 */
final class PatchSelection {
    private final LocalRecipe recipe;

    PatchSelection(LocalRecipe recipe) {
        this.recipe = recipe;
    }

    /**
     * Local descriptors of each picture of the batch; fewer than top-k where a picture has fewer patches.
     *
     * @param scales the same pictures at each scale
     */
    List<LocalDescriptors> of(List<WeightedPatches> scales) {
        Tensor descriptors = joined(scales, WeightedPatches::descriptors);
        // Stable, so that patches of equal weight keep their order.
        T_TensorTensor_T sorted =
                torch.sort(joined(scales, WeightedPatches::weights), new BoolOptional(true), -1, true);
        long kept = Math.min(recipe.topK(), descriptors.size(1));
        List<LocalDescriptors> all = new ArrayList<>();
        for (long b = 0; b < descriptors.size(0); b++) {
            Tensor indices = sorted.get1().select(0, b).narrow(0, 0, kept);
            Tensor chosen = descriptors.select(0, b).index_select(0, indices);
            float[] values = HostArrays.floats(described(chosen));
            float[] weights = HostArrays.floats(sorted.get0().select(0, b).narrow(0, 0, kept));
            // Patch numbers are far below 2^24: exact in float32.
            all.add(describe(scales, HostArrays.floats(indices), weights, values, (int) descriptors.size(2)));
        }
        return all;
    }

    /**
     * Patches as local descriptors have them.
     *
     * @param patches any float type, [n, D]
     * @return float32, [n, D]
     */
    Tensor described(Tensor patches) {
        Tensor values = patches.to(ScalarType.Float);
        return recipe.normalise() ? torch.normalize(values) : values;
    }

    private static Tensor joined(List<WeightedPatches> scales, Function<WeightedPatches, Tensor> part) {
        if (scales.size() == 1) {
            return part.apply(scales.getFirst());
        }
        TensorVector parts = new TensorVector();
        scales.forEach(scale -> parts.push_back(part.apply(scale)));
        return torch.cat(parts, 1);
    }

    private static LocalDescriptors describe(
            List<WeightedPatches> scales, float[] indices, float[] weights, float[] values, int dimension) {
        int n = indices.length;
        float[] x = new float[n];
        float[] y = new float[n];
        float[] scale = new float[n];
        for (int i = 0; i < n; i++) {
            int patch = (int) indices[i];
            int from = 0;
            while (patch >= scales.get(from).grid().patches()) {
                patch -= scales.get(from).grid().patches();
                from++;
            }
            x[i] = scales.get(from).grid().centreX(patch);
            y[i] = scales.get(from).grid().centreY(patch);
            scale[i] = from;
        }
        return new LocalDescriptors(dimension, x, y, scale, weights, new boolean[n], values);
    }
}
