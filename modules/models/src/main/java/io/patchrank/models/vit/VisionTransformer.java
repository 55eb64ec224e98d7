package io.patchrank.models.vit;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.StateDict;
import io.patchrank.torch.WeightNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Vision transformer of the DINOv2 family (Oquab et al. 2023; registers: Darcet et al. 2023), inference only. Width,
 * depth, patch size, MLP or SwiGLU and registers are read from the weights, so every official size loads, and so does a
 * trunk cut after any block. Reference implementation: facebookresearch/dinov2.
 *
 * <p>Immutable after loading and thread-safe: any number of threads may run {@link #forward} at once, each computing
 * single-threaded on its own.
 */
public final class VisionTransformer implements AutoCloseable {
    private static final double NORM_EPSILON = 1e-6;

    private final String subject;
    private final int dim;
    private final int patchSize;
    private final int registers;
    private final VitOptions options;
    private final WeightLoader weights;
    private final PositionEmbedding positions;
    private final Tensor patchProjection;
    private final TensorOptional patchBias;
    private final Tensor clsToken;
    private final @Nullable Tensor registerTokens;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final @Nullable TensorOptional normWeight;
    private final @Nullable TensorOptional normBias;
    private final BufferPool buffers;

    private VisionTransformer(StateDict named, PositionRule rule, VitOptions options) {
        this.subject = named.subject();
        this.options = options;
        ScalarType type = options.precision().torch();
        Tensor projection = named.get("patch_embed.proj.weight", -1, 3, -1, -1);
        this.dim = (int) projection.size(0);
        this.patchSize = (int) projection.size(2);
        int heads = options.heads().orElse(dim / 64);
        if (heads < 1 || dim % heads != 0 || (options.heads().isEmpty() && dim % 64 != 0)) {
            throw invalid(
                    subject, "cannot tell the number of heads of width " + dim + "; give it in the model's settings");
        }
        this.positions = new PositionEmbedding(named, dim, rule, options.device(), type);
        this.weights = new WeightLoader(named, options.device(), type);
        this.patchProjection = weights.load("patch_embed.proj.weight", dim, 3, patchSize, patchSize);
        this.patchBias = weights.loadOptional("patch_embed.proj.bias", dim);
        this.clsToken = weights.load("cls_token", 1, 1, dim);
        this.buffers = new BufferPool(clsToken);
        this.registerTokens = weights.has("register_tokens") ? weights.load("register_tokens", 1, -1, dim) : null;
        this.registers = registerTokens == null ? 0 : (int) registerTokens.size(1);
        int wanted = options.depth().orElse(Integer.MAX_VALUE);
        while (blocks.size() < wanted && TransformerBlock.present(weights, blocks.size() + 1)) {
            blocks.add(new TransformerBlock(weights, blocks.size() + 1, dim, heads, options.precision()));
        }
        boolean normed = weights.has("norm.weight");
        this.normWeight = normed ? weights.loadOptional("norm.weight", dim) : null;
        this.normBias = normed ? weights.loadOptional("norm.bias", dim) : null;
    }

    /**
     * Loads a network. The weights are copied, so {@code source} may be closed afterwards.
     *
     * @param source names of facebookresearch or Hugging Face, any float type
     * @throws PatchrankException {@code MODEL_INVALID} naming file and tensor for a missing tensor, a wrong shape, or
     *     fewer blocks than {@code options} asks for
     */
    public static VisionTransformer load(StateDict source, VitOptions options) {
        options.precision().checkOn(options.device());
        PositionRule rule = options.positions().orElseGet(() -> PositionRule.of(source));
        VisionTransformer network = NativeScope.compute(source.subject(), () -> {
            try (StateDict named = WeightNames.toFacebookResearch(source)) {
                return new VisionTransformer(named, rule, options);
            }
        });
        return network;
    }

    /** Width D. */
    public int dim() {
        return dim;
    }

    /** Blocks loaded. */
    public int depth() {
        return blocks.size();
    }

    public int patchSize() {
        return patchSize;
    }

    public int registers() {
        return registers;
    }

    /** Whether there is a final layer norm, without which {@link Facet#NORMALISED} cannot be had. */
    public boolean hasFinalNorm() {
        return normWeight != null;
    }

    /**
     * Checks that {@link #forward} can collect all of {@code wanted}.
     *
     * @throws PatchrankException {@code CONFIG_INVALID} for a facet that this network has not
     */
    public void check(Set<BlockFacet> wanted) {
        checkedLast(wanted);
    }

    /**
     * One pass that collects all of {@code wanted} and stops as soon as it has the last.
     *
     * @param pictures float32 [B, 3, H, W], normalised; H and W multiples of the patch size; on any device
     * @return the caller closes it
     * @throws PatchrankException {@code CONFIG_INVALID} for a facet that this network has not
     */
    public VitOutputs forward(Tensor pictures, Set<BlockFacet> wanted) {
        int lastBlock = checkedLast(wanted);
        PatchGrid grid = grid(pictures);
        return NativeScope.compute(
                subject,
                () -> buffers.with(memory -> new VitOutputs(
                        grid, 1 + registers, collect(embed(pictures, grid), wanted, lastBlock, memory))));
    }

    /** Facets, which outlive the scope. @param x [B, T, D] */
    private Map<BlockFacet, Tensor> collect(Tensor x, Set<BlockFacet> wanted, int lastBlock, Buffers buffers) {
        Map<BlockFacet, Tensor> collected = new HashMap<>();
        collectTokens(0, x, wanted, collected);
        for (int block = 1; block <= lastBlock; block++) {
            blocks.get(block - 1).forward(x, wanted, block == lastBlock, collected, buffers);
            collectTokens(block, x, wanted, collected);
        }
        collected.replaceAll((facet, tensor) -> NativeScope.keep(tensor));
        return collected;
    }

    /** CLS, registers and patches with their positions, [B, T, D]. */
    private Tensor embed(Tensor pictures, PatchGrid grid) {
        Tensor input = pictures.to(
                new Device(options.device().toString()), options.precision().torch());
        long[] stride = {patchSize, patchSize};
        Tensor patches = torch.conv2d(
                        input, patchProjection, patchBias, stride, new long[] {0, 0}, new long[] {1, 1}, 1)
                .flatten(2, 3)
                .transpose(1, 2);
        long batch = pictures.size(0);
        Tensor tokens = torch.cat(new TensorVector(clsToken.expand(batch, -1, -1), patches), 1)
                .add_(positions.forGrid(grid));
        if (registerTokens == null) {
            return tokens;
        }
        // Registers have no position: they come in after it was added.
        return torch.cat(
                new TensorVector(
                        tokens.narrow(1, 0, 1),
                        registerTokens.expand(batch, -1, -1),
                        tokens.narrow(1, 1, grid.patches())),
                1);
    }

    private void collectTokens(int block, Tensor x, Set<BlockFacet> wanted, Map<BlockFacet, Tensor> collected) {
        if (wanted.contains(BlockFacet.token(block))) {
            // A copy: the next block writes over it.
            collected.put(BlockFacet.token(block), x.clone());
        }
        BlockFacet normalised = new BlockFacet(block, Facet.NORMALISED);
        if (block > 0 && normWeight != null && normBias != null && wanted.contains(normalised)) {
            collected.put(normalised, torch.layer_norm(x, new long[] {dim}, normWeight, normBias, NORM_EPSILON, true));
        }
    }

    private int checkedLast(Set<BlockFacet> wanted) {
        int last = wanted.stream().mapToInt(BlockFacet::block).max().orElse(0);
        if (last > blocks.size()) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID,
                    subject,
                    "has " + blocks.size() + " blocks; block " + last + " was asked for");
        }
        if (!hasFinalNorm() && wanted.stream().anyMatch(facet -> facet.facet() == Facet.NORMALISED)) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID,
                    subject,
                    "is a trunk without a final norm; take tokens, not normalised ones");
        }
        return last;
    }

    private PatchGrid grid(Tensor pictures) {
        long height = pictures.size(2);
        long width = pictures.size(3);
        if (height % patchSize != 0 || width % patchSize != 0) {
            throw new IllegalArgumentException(height + "x" + width + " is no multiple of the patch size " + patchSize);
        }
        return new PatchGrid((int) (height / patchSize), (int) (width / patchSize));
    }

    static PatchrankException invalid(String subject, String reason) {
        return new PatchrankException(ErrorCode.MODEL_INVALID, subject, reason);
    }

    /** No forward pass may be running. */
    @Override
    public void close() {
        buffers.close();
        positions.close();
        weights.close();
    }
}
