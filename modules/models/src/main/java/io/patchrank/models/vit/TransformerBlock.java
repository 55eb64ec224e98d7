package io.patchrank.models.vit;

import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** One pre-norm transformer block with LayerScale. Immutable; runs inside the caller's scope, on its thread. */
final class TransformerBlock {
    private static final double NORM_EPSILON = 1e-6;

    private final int number;
    private final long[] dim;
    private final int heads;
    private final TensorOptional norm1Weight;
    private final TensorOptional norm1Bias;
    private final LinearLayer qkv;
    private final LinearLayer projection;
    private final Tensor scale1;
    private final TensorOptional norm2Weight;
    private final TensorOptional norm2Bias;
    private final FeedForward feedForward;
    private final Tensor scale2;

    /** @param number counted from 1 */
    TransformerBlock(WeightLoader weights, int number, int dim, int heads, Precision precision) {
        String block = "blocks." + (number - 1) + ".";
        this.number = number;
        this.dim = new long[] {dim};
        this.heads = heads;
        norm1Weight = weights.loadOptional(block + "norm1.weight", dim);
        norm1Bias = weights.loadOptional(block + "norm1.bias", dim);
        BlockLayers layers = new BlockLayers(weights, precision);
        qkv = layers.load(block, "attn.qkv", 3L * dim, dim);
        projection = layers.load(block, "attn.proj", dim, dim);
        scale1 = weights.load(block + "ls1.gamma", dim);
        norm2Weight = weights.loadOptional(block + "norm2.weight", dim);
        norm2Bias = weights.loadOptional(block + "norm2.bias", dim);
        feedForward = FeedForward.load(layers, block, dim);
        scale2 = weights.load(block + "ls2.gamma", dim);
    }

    static boolean present(WeightLoader weights, int number) {
        return weights.has("blocks." + (number - 1) + ".norm1.weight");
    }

    /**
     * Runs the block and collects its facets.
     *
     * @param x [B, T, D]
     * @param wanted facets to collect; those of this block are put into {@code collected}
     * @param last whether nothing after this block is needed, so that what no facet needs may be left out
     * @return output of the block, or anything when {@code last}
     */
    Tensor forward(Tensor x, Set<BlockFacet> wanted, boolean last, Map<BlockFacet, Tensor> collected) {
        long batch = x.size(0);
        long tokens = x.size(1);
        long headDim = dim[0] / heads;
        Tensor mixed = qkv.apply(norm(x, norm1Weight, norm1Bias));
        for (int i = 0; i < 3; i++) {
            collect(
                    i == 0 ? Facet.QUERY : i == 1 ? Facet.KEY : Facet.VALUE,
                    mixed.narrow(2, i * dim[0], dim[0]),
                    wanted,
                    collected);
        }
        Tensor split = mixed.view(batch, tokens, 3, heads, headDim).permute(2, 0, 3, 1, 4);
        Tensor q = split.select(0, 0);
        Tensor k = split.select(0, 1);
        if (wanted.contains(new BlockFacet(number, Facet.ATTENTION))) {
            // One row of the attention matrix, which the fused kernel never forms. Float32, so that it sums to 1.
            Tensor cls = q.narrow(2, 0, 1).to(ScalarType.Float);
            Tensor row = torch.softmax(
                    torch.matmul(cls, k.to(ScalarType.Float).transpose(-2, -1))
                            .mul_(new Scalar(1 / Math.sqrt((double) headDim))),
                    -1);
            collect(Facet.ATTENTION, row.select(2, 0), wanted, collected);
        }
        if (last && !needsAttentionOutput(wanted)) {
            return x;
        }
        Tensor attended =
                HeadAttention.attend(q, k, split.select(0, 2)).transpose(1, 2).reshape(batch, tokens, dim[0]);
        Tensor projected = projection.apply(attended);
        collect(Facet.ATTENTION_OUTPUT, projected, wanted, collected);
        if (last && !needsTokens(wanted)) {
            return x;
        }
        Tensor middle = torch.addcmul(x, projected, scale1);
        Tensor fed = feedForward.apply(norm(middle, norm2Weight, norm2Bias));
        return torch.addcmul(middle, fed, scale2);
    }

    private void collect(Facet facet, Tensor tensor, Set<BlockFacet> wanted, Map<BlockFacet, Tensor> collected) {
        BlockFacet key = new BlockFacet(number, facet);
        if (wanted.contains(key)) {
            collected.put(key, tensor);
        }
    }

    private boolean needsTokens(Set<BlockFacet> wanted) {
        return wanted.contains(BlockFacet.token(number)) || wanted.contains(new BlockFacet(number, Facet.NORMALISED));
    }

    private boolean needsAttentionOutput(Set<BlockFacet> wanted) {
        return needsTokens(wanted) || wanted.contains(new BlockFacet(number, Facet.ATTENTION_OUTPUT));
    }

    private Tensor norm(Tensor x, TensorOptional weight, TensorOptional bias) {
        return torch.layer_norm(x, dim, weight, bias, NORM_EPSILON, true);
    }
}
