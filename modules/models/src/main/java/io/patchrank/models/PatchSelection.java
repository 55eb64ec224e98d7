package io.patchrank.models;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.models.vit.VitOutputs;
import io.patchrank.torch.HostArrays;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Keeps the strongest patches of each picture as its local descriptors. Immutable; runs inside the caller's scope. */
final class PatchSelection {
    private final LocalRecipe recipe;

    PatchSelection(LocalRecipe recipe) {
        this.recipe = recipe;
    }

    /** Local descriptors of each picture of the batch; fewer than top-k where a picture has fewer patches. */
    List<LocalDescriptors> of(VitOutputs outputs) {
        Tensor patches = outputs.patches(recipe.source());
        // Stable, so that patches of equal weight keep their row order.
        T_TensorTensor_T sorted =
                torch.sort(recipe.weight().of(outputs, recipe.source()), new BoolOptional(true), -1, true);
        int kept = Math.min(recipe.topK(), outputs.grid().patches());
        List<LocalDescriptors> all = new ArrayList<>();
        for (long b = 0; b < patches.size(0); b++) {
            Tensor indices = sorted.get1().select(0, b).narrow(0, 0, kept);
            Tensor chosen = patches.select(0, b).index_select(0, indices).to(ScalarType.Float);
            float[] values = HostArrays.floats(recipe.normalise() ? torch.normalize(chosen) : chosen);
            float[] weights = HostArrays.floats(sorted.get0().select(0, b).narrow(0, 0, kept));
            // Patch numbers are far below 2^24: exact in float32.
            all.add(describe(outputs.grid(), HostArrays.floats(indices), weights, values, (int) patches.size(2)));
        }
        return all;
    }

    private static LocalDescriptors describe(
            PatchGrid grid, float[] indices, float[] weights, float[] values, int dimension) {
        int n = indices.length;
        float[] x = new float[n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            int patch = (int) indices[i];
            int row = patch / grid.width();
            int column = patch % grid.width();
            x[i] = (column + 0.5f) / grid.width();
            y[i] = (row + 0.5f) / grid.height();
        }
        return new LocalDescriptors(dimension, x, y, new float[n], weights, new boolean[n], values);
    }
}
