package io.patchrank.models.vit;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The second half of a transformer block: [B, T, D] to [B, T, D]. Runs inside the caller's scope. */
sealed interface FeedForward {
    Tensor apply(Tensor x);

    /** Reads the kind that the weights of {@code block} hold. */
    static FeedForward load(WeightLoader weights, String block, long dim) {
        if (weights.has(block + "mlp.w12.weight")) {
            Tensor w12 = weights.loadMatrix(block + "mlp.w12.weight", -1, dim);
            long hidden = w12.size(0) / 2;
            return new SwiGlu(
                    hidden,
                    w12,
                    weights.loadOptional(block + "mlp.w12.bias", 2 * hidden),
                    weights.loadMatrix(block + "mlp.w3.weight", dim, hidden),
                    weights.loadOptional(block + "mlp.w3.bias", dim));
        }
        Tensor fc1 = weights.loadMatrix(block + "mlp.fc1.weight", -1, dim);
        return new Mlp(
                fc1,
                weights.loadOptional(block + "mlp.fc1.bias", fc1.size(0)),
                weights.loadMatrix(block + "mlp.fc2.weight", dim, fc1.size(0)),
                weights.loadOptional(block + "mlp.fc2.bias", dim));
    }

    /** Two layers with exact GELU between them (ViT-S, B, L). */
    record Mlp(Tensor fc1, TensorOptional bias1, Tensor fc2, TensorOptional bias2) implements FeedForward {
        @Override
        public Tensor apply(Tensor x) {
            return torch.linear(torch.gelu(torch.linear(x, fc1, bias1)), fc2, bias2);
        }
    }

    /** SiLU-gated linear unit, both halves in one matrix (ViT-g). */
    record SwiGlu(long hidden, Tensor w12, TensorOptional bias12, Tensor w3, TensorOptional bias3)
            implements FeedForward {
        @Override
        public Tensor apply(Tensor x) {
            Tensor both = torch.linear(x, w12, bias12);
            Tensor gate = torch.silu(both.narrow(-1, 0, hidden));
            return torch.linear(gate.mul_(both.narrow(-1, hidden, hidden)), w3, bias3);
        }
    }
}
