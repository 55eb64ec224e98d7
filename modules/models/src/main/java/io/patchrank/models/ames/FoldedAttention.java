package io.patchrank.models.ames;

import io.patchrank.models.vit.Buffers;
import io.patchrank.models.vit.Buffers.Use;
import io.patchrank.models.vit.WeightLoader;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An {@link Attention} between a few tokens and many, of which only the few are projected. For every head
 *
 * <pre>
 *   score(x, y) = (x Wq + bq) (y Wk + bk)' / sqrt(d) = x A y' + a y' + what softmax cancels
 *   A = Wq Wk' / sqrt(d),  a = bq Wk' / sqrt(d),  and what x gathers is the sum of shares * y V,  V = Wv Wo
 * </pre>
 *
 * so one product by A, by its transpose and by V makes of a few tokens all that the many meet unprojected. Biases of
 * values and output are one vector, since shares sum to 1; the first head brings it. Runs inside the caller's scope.
 *
 * @param in of the few: as rows, keys, values and as what is added to their scores as keys, [D] to [(3 D + 1) heads]
 * @param out of what the few have gathered, [D heads] to [D]
 */
record FoldedAttention(Linear in, Linear out, int heads) {
    /** @param owner of the products */
    static FoldedAttention of(Attention attention, WeightLoader owner) {
        int heads = attention.heads();
        long dimension = attention.out().weight().size(0);
        long each = dimension / heads;
        ScalarType type = attention.out().weight().scalar_type();
        // In double, so that folding adds nothing to the rounding of the products.
        Tensor projections = exact(attention.in().weight()).view(3, heads, each, dimension);
        Tensor biases = exact(attention.in().bias().get()).view(3, dimension);
        Tensor outward = exact(attention.out().weight());
        Scalar scale = new Scalar(1 / Math.sqrt((double) each));
        Tensor keys = projections.select(0, 1).mul(scale);
        Tensor rows = torch.matmul(keys.transpose(1, 2), projections.select(0, 0));
        Tensor offsets = torch.matmul(biases.select(0, 0).view(heads, 1, each), keys);
        Tensor values = torch.matmul(outward.view(dimension, heads, each).permute(1, 0, 2), projections.select(0, 2));
        Tensor constant = torch.mv(outward, biases.select(0, 2))
                .add_(exact(attention.out().bias().get()));

        Tensor weight = torch.cat(new TensorVector(rows, rows.transpose(1, 2), values, offsets), 1);
        Tensor bias = torch.zeros_like(weight.select(2, 0));
        bias.narrow(1, 0, dimension).copy_(offsets.squeeze(1));
        bias.select(0, 0).narrow(0, 2 * dimension, dimension).copy_(constant);
        return new FoldedAttention(
                linear(weight.view(-1, dimension).to(type), bias.view(-1).to(type), owner),
                linear(
                        values.permute(1, 0, 2)
                                .reshape(dimension, heads * dimension)
                                .to(type),
                        constant.to(type),
                        owner),
                heads);
    }

    private static Tensor exact(Tensor weight) {
        return weight.to(ScalarType.Double);
    }

    private static Linear linear(Tensor weight, Tensor bias, WeightLoader owner) {
        return new Linear(owner.ownMatrix(weight), owner.optional(owner.own(bias)));
    }

    /** Whether it takes fewer multiplications than projecting all tokens, about. @param few how many there are */
    boolean paysFor(long few) {
        return (heads - 1) * few <= out.weight().size(0);
    }

    /**
     * Adds what tokens gather: the first n, all from the few after them; the first of the few from all; the others of the
     * few from the first n and the first of the few.
     *
     * @param sum [B, n + m, D], may be {@code tokens}
     * @param tokens [B, n + m, D]
     */
    void addTo(Tensor sum, Tensor tokens, long n, Buffers buffers) {
        long few = tokens.size(1) - n;
        Tensor projected = project(tokens.narrow(1, n, few));
        Tensor gathered = gather(projected, tokens, buffers);
        Tensor values = keysOrValues(projected, 2);
        Tensor shares = shares(tokens.narrow(1, 0, n), projected, buffers);
        sum.narrow(1, 0, n).baddbmm_(shares, values);
        sum.narrow(1, n, few).add_(gathered);
    }

    /** What one token in front of others would gather from all. @param token [B, 1, D] */
    Tensor gatherAll(Tensor token, Tensor tokens, Buffers buffers) {
        return gather(project(token), tokens, buffers);
    }

    /** [B, m, heads, 3 D + 1]. */
    private Tensor project(Tensor few) {
        return in.apply(few).view(few.size(0), few.size(1), heads, 3 * few.size(2) + 1);
    }

    /** What the few gather, [B, m, D]. */
    private Tensor gather(Tensor projected, Tensor tokens, Buffers buffers) {
        long batch = tokens.size(0);
        long all = tokens.size(1);
        long few = projected.size(1);
        Tensor rows = projected.narrow(3, 0, tokens.size(2)).reshape(batch, few * heads, -1);
        Tensor scores = buffers.take(Use.SCORES, batch, few * heads, all);
        torch.bmm_out(scores, rows, tokens.transpose(1, 2));
        scores.narrow(1, heads, (few - 1) * heads)
                .narrow(2, all - few + 1, few - 1)
                .fill_(new Scalar(Float.NEGATIVE_INFINITY));
        torch.softmax_out(scores, scores, -1);
        return out.apply(torch.bmm(scores, tokens).view(batch, few, -1));
    }

    /** Of the many, in each of the few and for each head, [B, n, heads m]. */
    private Tensor shares(Tensor many, Tensor projected, Buffers buffers) {
        long batch = many.size(0);
        long few = projected.size(1);
        Tensor scores = buffers.take(Use.SCORES, batch, many.size(1), heads * few);
        Tensor offsets = projected.select(3, 3 * many.size(2)).transpose(1, 2).reshape(batch, 1, heads * few);
        torch.baddbmm_out(scores, offsets, many, keysOrValues(projected, 1).transpose(1, 2));
        Tensor ofHead = scores.view(batch, many.size(1), heads, few);
        torch.softmax_out(ofHead, ofHead, -1);
        return scores;
    }

    /** Keys (1) or values (2) of the few, [B, heads m, D]. */
    private Tensor keysOrValues(Tensor projected, long part) {
        long dimension = (projected.size(3) - 1) / 3;
        return projected
                .narrow(3, part * dimension, dimension)
                .transpose(1, 2)
                .reshape(projected.size(0), heads * projected.size(1), dimension);
    }
}
