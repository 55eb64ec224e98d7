package io.patchrank.models.ames;

import io.patchrank.models.vit.WeightLoader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A linear layer: [..., in] to [..., out]. */
record Linear(Tensor weight, TensorOptional bias) {
    static Linear load(WeightLoader weights, String name, int out, int in) {
        return new Linear(weights.loadMatrix(name + ".weight", out, in), weights.loadOptional(name + ".bias", out));
    }

    Tensor apply(Tensor x) {
        return torch.linear(x, weight, bias);
    }
}
