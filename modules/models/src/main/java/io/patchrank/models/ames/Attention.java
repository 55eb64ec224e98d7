package io.patchrank.models.ames;

import io.patchrank.models.vit.WeightLoader;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One multi-head attention, computed in blocks of rows that look at a contiguous range of keys, so that nothing is
 * computed that a mask would throw away. Runs inside the caller's scope.
 */
record Attention(Linear in, Linear out, int heads) {
    static Attention load(WeightLoader weights, String name, int dimension, int heads) {
        return new Attention(
                new Linear(
                        weights.load(name + ".in_proj_weight", 3L * dimension, dimension),
                        weights.loadOptional(name + ".in_proj_bias", 3L * dimension)),
                Linear.load(weights, name + ".out_proj", dimension, dimension),
                heads);
    }

    /** Queries, keys and values of tokens [B, n, D] side by side: [B, n, 3 D]. */
    Tensor project(Tensor tokens) {
        return in.apply(tokens);
    }

    /**
     * What rows {@code [row, row + rows)} gather from keys {@code [key, key + keys)}, heads joined.
     *
     * @param projected [B, n, 3 D]
     * @return [B, rows, D], to be projected by {@link #out}
     */
    Tensor gather(Tensor projected, long row, long rows, long key, long keys) {
        long batch = projected.size(0);
        long dimension = projected.size(2) / 3;
        Tensor split = projected
                .view(batch, projected.size(1), 3, heads, dimension / heads)
                .permute(2, 0, 3, 1, 4);
        Tensor gathered = torch.scaled_dot_product_attention(
                split.select(0, 0).narrow(2, row, rows),
                split.select(0, 1).narrow(2, key, keys),
                split.select(0, 2).narrow(2, key, keys),
                new TensorOptional(),
                0.0,
                false,
                new DoubleOptional(),
                false);
        return gathered.transpose(1, 2).reshape(batch, rows, dimension);
    }

    /** Tokens of several blocks behind each other, along the rows. */
    static Tensor join(Tensor... blocks) {
        return torch.cat(new TensorVector(blocks), 1);
    }
}
