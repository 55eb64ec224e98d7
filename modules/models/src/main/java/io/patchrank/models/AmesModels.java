package io.patchrank.models;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.Binariser;
import io.patchrank.models.ames.AmesArchitecture;
import io.patchrank.models.ames.AmesBinariser;
import io.patchrank.models.ames.AmesNetwork;
import io.patchrank.models.ames.AmesOptions;

/** Opens AMES checkpoints: the authors' {@code .pt}, or safetensors with the same tensor names. */
public final class AmesModels {
    private AmesModels() {}

    /**
     * What a checkpoint holds.
     *
     * @param sha256 of the file, lower-case hex
     */
    public record Description(String sha256, AmesArchitecture architecture) {}

    /**
     * Loads a network; its weights are copied.
     *
     * @throws PatchrankException as {@link AmesNetwork#load}, {@code NOT_FOUND} and {@code IO_FAILED}
     */
    public static AmesNetwork open(WeightsLocation checkpoint, AmesOptions options) {
        try (ModelFile file = ModelFile.open(checkpoint)) {
            return AmesNetwork.load(file.content().weights(), options);
        }
    }

    /**
     * The projection of a binary network to its codes.
     *
     * @throws PatchrankException as {@link AmesBinariser#load}, {@code NOT_FOUND} and {@code IO_FAILED}
     */
    public static Binariser binariser(WeightsLocation checkpoint) {
        try (ModelFile file = ModelFile.open(checkpoint)) {
            return AmesBinariser.load(file.content().weights());
        }
    }

    /** What {@link #open} would load; reads and digests the file, and checks what decides the architecture. */
    public static Description describe(WeightsLocation checkpoint) {
        try (ModelFile file = ModelFile.open(checkpoint)) {
            return new Description(
                    file.sha256(), AmesArchitecture.of(file.content().weights()));
        }
    }
}
