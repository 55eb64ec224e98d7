package io.patchrank.models.vit;

import io.patchrank.models.vit.Buffers.Use;
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
     * Runs the block on tokens, which become what it makes of them, and collects its facets.
     *
     * @param x [B, T, D]
     * @param wanted facets to collect; those of this block are put into {@code collected}
     * @param last whether nothing after this block is needed, so that what no facet needs may be left out; {@code x} may
     *     then hold anything
     */
    void forward(Tensor x, Set<BlockFacet> wanted, boolean last, Map<BlockFacet, Tensor> collected, Buffers buffers) {
        try (Tensor mixed = mixed(x, buffers)) {
            long each = dim[0] / heads;
            Tensor split = mixed.view(x.size(0), x.size(1), 3, heads, each).permute(2, 0, 3, 1, 4);
            collectProjected(mixed, split, wanted, collected);
            if (last && !needsAttentionOutput(wanted)) {
                return;
            }
            try (Tensor gathered = buffers.take(Use.GATHERED, x.size(0), x.size(1), dim[0])) {
                HeadAttention.attend(
                        split.select(0, 0),
                        split.select(0, 1),
                        split.select(0, 2),
                        gathered.view(x.size(0), x.size(1), heads, each).transpose(1, 2),
                        buffers);
                try (Tensor projected = projection.apply(gathered, buffers, Use.ADDED)) {
                    collect(Facet.ATTENTION_OUTPUT, projected, wanted, collected);
                    x.addcmul_(projected, scale1);
                }
            }
        }
        if (last && !needsTokens(wanted)) {
            return;
        }
        try (Tensor normed = norm(x, norm2Weight, norm2Bias);
                Tensor fed = feedForward.apply(normed, buffers)) {
            x.addcmul_(fed, scale2);
        }
    }

    /** Queries, keys and values of all heads, [B, T, 3 D]. */
    private Tensor mixed(Tensor x, Buffers buffers) {
        try (Tensor normed = norm(x, norm1Weight, norm1Bias)) {
            return qkv.apply(normed, buffers, Use.PROJECTED);
        }
    }

    /** @param mixed [B, T, 3 D]. @param split the same as [3, B, H, T, d] */
    private void collectProjected(
            Tensor mixed, Tensor split, Set<BlockFacet> wanted, Map<BlockFacet, Tensor> collected) {
        collect(Facet.QUERY, mixed.narrow(2, 0, dim[0]), wanted, collected);
        collect(Facet.KEY, mixed.narrow(2, dim[0], dim[0]), wanted, collected);
        collect(Facet.VALUE, mixed.narrow(2, 2 * dim[0], dim[0]), wanted, collected);
        if (wanted.contains(new BlockFacet(number, Facet.ATTENTION))) {
            // One row of the attention matrix, which the fused kernel never forms. Float32, so that it sums to 1.
            Tensor cls = split.select(0, 0).narrow(2, 0, 1).to(ScalarType.Float);
            Tensor keys = split.select(0, 1).to(ScalarType.Float);
            Tensor scores =
                    torch.matmul(cls, keys.transpose(-2, -1)).mul_(new Scalar(1 / Math.sqrt((double) dim[0] / heads)));
            collect(Facet.ATTENTION, torch.softmax(scores, -1).select(2, 0), wanted, collected);
        }
    }

    /** A copy: what it lies in is used again. */
    private void collect(Facet facet, Tensor tensor, Set<BlockFacet> wanted, Map<BlockFacet, Tensor> collected) {
        BlockFacet key = new BlockFacet(number, facet);
        if (wanted.contains(key)) {
            collected.put(key, tensor.clone());
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
