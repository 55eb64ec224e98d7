package io.patchrank.models.ames;

import io.patchrank.torch.StateDict;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The network as the paper describes it and the reference computes it: one attention over all tokens of a pair under
 * masks, all rows in all layers, tokens in the order [match token, query, gallery]. Slow, and an oracle for the
 * network that leaves things out. Runs inside the caller's scope.
 */
final class ReferenceAmes {
    private final StateDict weights;
    private final AmesCheckpoint shape;
    private final int heads;
    private final Activation activation;

    ReferenceAmes(StateDict weights, AmesCheckpoint shape, int heads, Activation activation) {
        this.weights = weights;
        this.shape = shape;
        this.heads = heads;
        this.activation = activation;
    }

    Tensor remap(Tensor descriptors) {
        Tensor unit = torch.normalize(descriptors);
        if (shape.bits() > 0) {
            Tensor codes = torch.sign(torch.matmul(unit, weights.get("remap_local.0.W")));
            return norm(linear(codes, "remap_local.1"), "remap_local.2");
        }
        return norm(linear(unit, "remap_local.0"), "remap_local.1");
    }

    static Tensor rounded(Tensor tokens) {
        return tokens.to(ScalarType.Half).to(ScalarType.Float);
    }

    /**
     * All tokens after every layer, [1 + n + m, D] each, then the raw score.
     *
     * @param query tokens [n, D]
     * @param gallery tokens [m, D], rounded already if they are to be
     * @param padding of all 1 + n + m tokens, 1 where a key is hidden
     */
    List<Tensor> pair(Tensor query, Tensor gallery, Tensor padding) {
        long n = query.size(0);
        long m = gallery.size(0);
        Tensor x = torch.cat(new TensorVector(weights.get("mtc_token").unsqueeze(0), query, gallery), 0);
        Tensor within = torch.zeros(1 + n + m, 1 + n + m);
        within.narrow(0, 1, n).narrow(1, 1 + n, m).fill_(new Scalar(1));
        within.narrow(0, 1 + n, m).narrow(1, 1, n).fill_(new Scalar(1));
        Tensor between = torch.zeros(1 + n + m, 1 + n + m);
        between.narrow(0, 1, n).narrow(1, 1, n).fill_(new Scalar(1));
        between.narrow(0, 1 + n, m).narrow(1, 1 + n, m).fill_(new Scalar(1));
        List<Tensor> after = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            String layer = "decoder.layers." + i + ".";
            x = step(x, layer + "norm1", y -> attention(y, layer + "self_attn", within.add(padding)));
            x = step(x, layer + "norm2", y -> attention(y, layer + "cross_attn", between.add(padding)));
            x = step(
                    x, layer + "norm3", y -> linear(activation.apply(linear(y, layer + "linear1")), layer + "linear2"));
            after.add(x);
        }
        Tensor last = shape.normalisesBefore() ? norm(x, "decoder.norm") : x;
        after.add(linear(last, "classifier").select(0, 0));
        return after;
    }

    private interface Block {
        Tensor apply(Tensor x);
    }

    private Tensor step(Tensor x, String norm, Block block) {
        return shape.normalisesBefore() ? x.add(block.apply(norm(x, norm))) : norm(x.add(block.apply(x)), norm);
    }

    private Tensor attention(Tensor x, String name, Tensor hidden) {
        long tokens = x.size(0);
        long width = shape.modelDimension() / heads;
        Tensor qkv = torch.linear(
                        x,
                        weights.get(name + ".in_proj_weight"),
                        new TensorOptional(weights.get(name + ".in_proj_bias")))
                .view(tokens, 3, heads, width)
                .permute(1, 2, 0, 3);
        Tensor scores = torch.matmul(qkv.select(0, 0), qkv.select(0, 1).transpose(-2, -1))
                .div(new Scalar(Math.sqrt((double) width)))
                .masked_fill(hidden.gt(new Scalar(0)), new Scalar(Float.NEGATIVE_INFINITY));
        Tensor gathered = torch.matmul(torch.softmax(scores, -1), qkv.select(0, 2));
        return linear(gathered.transpose(0, 1).reshape(tokens, shape.modelDimension()), name + ".out_proj");
    }

    private Tensor linear(Tensor x, String name) {
        return torch.linear(x, weights.get(name + ".weight"), new TensorOptional(weights.get(name + ".bias")));
    }

    private Tensor norm(Tensor x, String name) {
        return torch.layer_norm(
                x,
                new long[] {shape.modelDimension()},
                new TensorOptional(weights.get(name + ".weight")),
                new TensorOptional(weights.get(name + ".bias")),
                1e-5,
                true);
    }
}
