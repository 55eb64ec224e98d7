package io.patchrank.models;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.detector.SpatialAttention;
import io.patchrank.models.detector.SpatialAttention.Detected;
import io.patchrank.models.vit.VitOutputs;
import io.patchrank.torch.ComputeDevice;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A {@link PatchWeight} at work. Immutable; runs inside the caller's scope. */
sealed interface PatchWeighing extends AutoCloseable {
    WeightedPatches of(VitOutputs outputs);

    @Override
    default void close() {}

    /**
     * Loads what the recipe's weight needs.
     *
     * @param width D of the network
     * @throws PatchrankException {@code MODEL_INVALID} for a file that is no detector for it, {@code NOT_FOUND}
     */
    static PatchWeighing of(LocalRecipe recipe, int width, ComputeDevice device) {
        return switch (recipe.weight()) {
            case PatchWeight.ClsAttention attention -> new ByAttention(recipe, attention.block());
            case PatchWeight.Norm norm -> new ByNorm(recipe);
            case PatchWeight.Detector detector -> {
                try (ModelFile file = ModelFile.open(detector.weights())) {
                    yield new ByDetector(
                            recipe, SpatialAttention.load(file.content().weights(), width, device));
                }
            }
        };
    }

    record ByAttention(LocalRecipe recipe, int block) implements PatchWeighing {
        @Override
        public WeightedPatches of(VitOutputs outputs) {
            Tensor weights = outputs.clsAttention(block).to(ScalarType.Float).mean(1);
            return new WeightedPatches(outputs.grid(), outputs.patches(recipe.source()), weights);
        }
    }

    record ByNorm(LocalRecipe recipe) implements PatchWeighing {
        @Override
        public WeightedPatches of(VitOutputs outputs) {
            Tensor patches = outputs.patches(recipe.source());
            Tensor weights =
                    patches.to(ScalarType.Float).pow(new Scalar(2)).sum(2).sqrt();
            return new WeightedPatches(outputs.grid(), patches, weights);
        }
    }

    record ByDetector(LocalRecipe recipe, SpatialAttention detector) implements PatchWeighing {
        @Override
        public WeightedPatches of(VitOutputs outputs) {
            Detected detected = detector.detect(outputs.patches(recipe.source()));
            return new WeightedPatches(outputs.grid(), detected.descriptors(), detected.weights());
        }

        @Override
        public void close() {
            detector.close();
        }
    }
}
