package io.patchrank.models.ames;

import io.patchrank.models.vit.HeadAttention;
import io.patchrank.models.vit.WeightLoader;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One multi-head attention, computed in blocks of rows that look at a contiguous range of keys, so that nothing is
 * computed that a mask would throw away; where one side of a block is small, neither side is projected that need not be.
 * Runs inside the caller's scope.
 */
record Attention(Linear in, Linear out, int heads) {
    static Attention load(WeightLoader weights, String name, int dimension, int heads) {
        return new Attention(
                new Linear(
                        weights.loadMatrix(name + ".in_proj_weight", 3L * dimension, dimension),
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
        Tensor gathered = HeadAttention.attend(
                split.select(0, 0).narrow(2, row, rows),
                split.select(0, 1).narrow(2, key, keys),
                split.select(0, 2).narrow(2, key, keys));
        return gathered.transpose(1, 2).reshape(batch, rows, dimension);
    }

    /**
     * Whether so few tokens are on one side of an attention that it is cheaper to leave the many unprojected:
     * {@link #gatherFrom} and {@link #gatherFor}.
     */
    boolean isFew(long count) {
        return heads * count <= in.weight().size(1);
    }

    /**
     * What many rows gather from few keys, projected. The projection of the rows' queries is applied to the keys instead,
     * and the output projection to the values: {@code x Wq (y Wk)' = x (y Wk Wq')'}. The bias of the keys adds the same to
     * all scores of a row, which softmax cancels.
     *
     * @param rows [B, n, D]
     * @param few [B, m, D]
     * @return [B, n, D]
     */
    Tensor gatherFrom(Tensor rows, Tensor few) {
        long batch = few.size(0);
        long count = few.size(1);
        long dimension = few.size(2);
        Tensor tokens = few.unsqueeze(1);
        Tensor keys = torch.matmul(tokens, weight(1).transpose(-2, -1)).mul_(scale(dimension));
        Tensor projection = torch.matmul(keys, weight(0)).view(batch, heads * count, dimension);
        Tensor offset = torch.matmul(keys, bias(0).transpose(-2, -1)).view(batch, 1, heads * count);
        Tensor scores =
                torch.baddbmm(offset, rows, projection.transpose(-2, -1)).view(batch, -1, heads, count);
        Tensor values = torch.matmul(tokens, weight(2).transpose(-2, -1)).add_(bias(2));
        Tensor outward = out.weight().view(dimension, heads, dimension / heads).permute(1, 2, 0);
        Tensor projected = torch.matmul(values, outward).view(batch, heads * count, dimension);
        Tensor shares = torch.softmax(scores, -1).view(batch, -1, heads * count);
        return torch.matmul(shares, projected).add_(out.bias().get());
    }

    /**
     * What few rows gather from many tokens. Their keys and values are not worth projecting: the rows' queries take the
     * key projection upon themselves, and the value projection follows the sum.
     *
     * @param few [B, m, D]
     * @param tokens [B, n, D]
     * @return [B, m, D], to be projected by {@link #out}
     */
    Tensor gatherFor(Tensor few, Tensor tokens) {
        long batch = few.size(0);
        long count = few.size(1);
        long dimension = few.size(2);
        Tensor queries = torch.matmul(few.unsqueeze(1), weight(0).transpose(-2, -1))
                .add_(bias(0))
                .mul_(scale(dimension));
        Tensor keys = torch.matmul(queries, weight(1)).view(batch, heads * count, dimension);
        Tensor shares = torch.softmax(torch.matmul(keys, tokens.transpose(-2, -1)), -1);
        Tensor sums = torch.matmul(shares, tokens).view(batch, heads, count, dimension);
        Tensor values = torch.matmul(sums, weight(2).transpose(-2, -1)).add_(bias(2));
        return values.transpose(1, 2).reshape(batch, count, dimension);
    }

    private Scalar scale(long dimension) {
        return new Scalar(Math.sqrt((double) heads / dimension));
    }

    /** Of queries (0), keys (1) or values (2), [heads, D / heads, D]. */
    private Tensor weight(long part) {
        long dimension = in.weight().size(1);
        return in.weight().view(3, heads, dimension / heads, dimension).select(0, part);
    }

    /** [heads, 1, D / heads]. */
    private Tensor bias(long part) {
        return in.bias().get().view(3, heads, 1, in.weight().size(1) / heads).select(0, part);
    }

    /** Tokens of several blocks behind each other, along the rows. */
    static Tensor join(Tensor... blocks) {
        return torch.cat(new TensorVector(blocks), 1);
    }
}
