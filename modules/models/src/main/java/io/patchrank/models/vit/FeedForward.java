package io.patchrank.models.vit;

import io.patchrank.models.vit.Buffers.Use;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The second half of a transformer block: [B, T, D] to [B, T, D]. Runs inside the caller's scope. */
sealed interface FeedForward {
    /** The caller closes what comes out, which may lie in the memory of {@link Use#ADDED}. */
    Tensor apply(Tensor x, Buffers buffers);

    /** Reads the kind that the weights of {@code block} hold. */
    static FeedForward load(BlockLayers layers, String block, long dim) {
        if (layers.has(block + "mlp.w12.weight")) {
            LinearLayer w12 = layers.load(block, "mlp.w12", -1, dim);
            long hidden = w12.out() / 2;
            return new SwiGlu(hidden, w12, layers.load(block, "mlp.w3", dim, hidden));
        }
        LinearLayer fc1 = layers.load(block, "mlp.fc1", -1, dim);
        return new Mlp(fc1, layers.load(block, "mlp.fc2", dim, fc1.out()));
    }

    /** Two layers with exact GELU between them (ViT-S, B, L). */
    record Mlp(LinearLayer fc1, LinearLayer fc2) implements FeedForward {
        @Override
        public Tensor apply(Tensor x, Buffers buffers) {
            try (Tensor inside = fc1.apply(x, buffers, Use.INSIDE)) {
                return fc2.apply(torch.gelu_(inside), buffers, Use.ADDED);
            }
        }
    }

    /** SiLU-gated linear unit, both halves in one matrix (ViT-g). */
    record SwiGlu(long hidden, LinearLayer w12, LinearLayer w3) implements FeedForward {
        @Override
        public Tensor apply(Tensor x, Buffers buffers) {
            try (Tensor both = w12.apply(x, buffers, Use.INSIDE)) {
                Tensor gated = torch.silu_(both.narrow(-1, 0, hidden)).mul_(both.narrow(-1, hidden, hidden));
                return w3.apply(gated, buffers, Use.ADDED);
            }
        }
    }
}
