package io.patchrank.models.ames;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What stands between the two layers of a feed-forward block. Checkpoints do not tell. */
public enum Activation {
    RELU,
    /** Exact, by the error function. */
    GELU;

    /** Writes into {@code x}. */
    Tensor apply(Tensor x) {
        return switch (this) {
            case RELU -> x.relu_();
            case GELU -> torch.gelu_(x);
        };
    }
}
