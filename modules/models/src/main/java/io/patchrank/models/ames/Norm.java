package io.patchrank.models.ames;

import io.patchrank.models.vit.WeightLoader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Layer normalisation over the last dimension. */
record Norm(TensorOptional weight, TensorOptional bias, long[] shape) {
    private static final double EPSILON = 1e-5;

    static Norm load(WeightLoader weights, String name, int dimension) {
        return new Norm(
                weights.loadOptional(name + ".weight", dimension),
                weights.loadOptional(name + ".bias", dimension),
                new long[] {dimension});
    }

    Tensor apply(Tensor x) {
        return torch.layer_norm(x, shape, weight, bias, EPSILON, true);
    }

    /** The same, written into {@code x}. */
    void applyInPlace(Tensor x) {
        try (Tensor normalised = apply(x)) {
            x.copy_(normalised);
        }
    }
}
