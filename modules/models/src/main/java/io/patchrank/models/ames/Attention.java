package io.patchrank.models.ames;

import io.patchrank.models.vit.WeightLoader;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
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

    /**
     * What one row gathers from all tokens. One row's keys and values are not worth projecting every token: its query
     * takes the key projection upon itself (whose bias softmax cancels), and the value projection follows the sum.
     *
     * @param tokens [B, n, D]
     * @return [B, 1, D], to be projected by {@link #out}
     */
    Tensor gatherRow(Tensor tokens, long row) {
        long batch = tokens.size(0);
        long dimension = tokens.size(2);
        long width = dimension / heads;
        Tensor weight = in.weight().view(3, heads, width, dimension);
        Tensor bias = in.bias().get().view(3, heads, 1, width);
        Tensor one = tokens.narrow(1, row, 1).unsqueeze(1);
        Tensor query = torch.matmul(one, weight.select(0, 0).transpose(-2, -1)).add_(bias.select(0, 0));
        Tensor keys = torch.matmul(query, weight.select(0, 1)).view(batch, heads, dimension);
        Tensor scores = torch.matmul(keys, tokens.transpose(-2, -1)).mul_(new Scalar(1 / Math.sqrt((double) width)));
        Tensor sum = torch.matmul(torch.softmax(scores, -1), tokens).unsqueeze(2);
        Tensor values = torch.matmul(sum, weight.select(0, 2).transpose(-2, -1)).add_(bias.select(0, 2));
        return values.reshape(batch, 1, dimension);
    }

    /** Tokens of several blocks behind each other, along the rows. */
    static Tensor join(Tensor... blocks) {
        return torch.cat(new TensorVector(blocks), 1);
    }
}
