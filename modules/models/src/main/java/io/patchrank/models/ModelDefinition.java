package io.patchrank.models;

import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.PositionRule;
import io.patchrank.models.vit.Precision;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model as configured: weights, what is taken from them, and how it is computed.
 *
 * @param heads attention heads, where width / 64 does not hold
 * @param positions rule of position embeddings, where it is not that of the weights' publisher
 * @param precision float32 and the 16-bit types are not part of the fingerprint: their features of one recipe compare
 *     (cosine above 0.999), so a gallery filled on a GPU answers queries from a CPU. int8 is
 * @param batch pictures of equal size computed together at most; empty takes 1 on the CPU, where more is slower (ViT-S at
 *     322x238 in float32: 14 pictures a CPU-second one by one, 12 in fours), and 16 on CUDA
 */
public record ModelDefinition(
        WeightsLocation weights,
        WhiteningLocation whitening,
        FeatureRecipe recipe,
        OptionalInt heads,
        Optional<PositionRule> positions,
        Precision precision,
        OptionalInt batch) {
    /** The weights shipped with patchrank, with the descriptors that measured best on them. */
    public static ModelDefinition embedded() {
        // Measured: 256 of 384 dimensions of each part lose nothing (macro mAP 0.786 both), are all determined by the
        // 334 images, and give 768 in all, below Lucene's 1024. 256 patches re-rank as well as all of them.
        FeatureRecipe recipe = new FeatureRecipe(
                List.of(GlobalPart.parse("cls@7"), GlobalPart.parse("gem@6"), GlobalPart.parse("gem@7")),
                false,
                256,
                new LocalRecipe(BlockFacet.token(7), new PatchWeight.ClsAttention(7), 256, true),
                322);
        return new ModelDefinition(
                new WeightsLocation.Embedded(),
                new WhiteningLocation.Embedded(),
                recipe,
                OptionalInt.empty(),
                Optional.empty(),
                Precision.FLOAT32,
                OptionalInt.empty());
    }

    public ModelDefinition {
        if (batch.isPresent() && batch.getAsInt() < 1) {
            throw new IllegalArgumentException("a batch holds at least one picture");
        }
    }

    public ModelDefinition withRecipe(FeatureRecipe other) {
        return new ModelDefinition(weights, whitening, other, heads, positions, precision, batch);
    }

    public ModelDefinition withWeights(WeightsLocation other) {
        return new ModelDefinition(other, whitening, recipe, heads, positions, precision, batch);
    }

    public ModelDefinition withWhitening(WhiteningLocation other) {
        return new ModelDefinition(weights, other, recipe, heads, positions, precision, batch);
    }

    public ModelDefinition withPrecision(Precision other) {
        return new ModelDefinition(weights, whitening, recipe, heads, positions, other, batch);
    }

    public ModelDefinition withBatch(int pictures) {
        return new ModelDefinition(weights, whitening, recipe, heads, positions, precision, OptionalInt.of(pictures));
    }

    public ModelDefinition withHeads(int count) {
        return new ModelDefinition(weights, whitening, recipe, OptionalInt.of(count), positions, precision, batch);
    }

    public ModelDefinition withPositions(PositionRule rule) {
        return new ModelDefinition(weights, whitening, recipe, heads, Optional.of(rule), precision, batch);
    }
}
