package io.patchrank.pipeline;

import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.rerank.AmesPreset;
import io.patchrank.models.AmesModels;
import io.patchrank.models.WeightsLocation;
import io.patchrank.models.ames.Activation;
import io.patchrank.models.ames.AmesArchitecture;
import io.patchrank.models.ames.AmesNetwork;
import io.patchrank.models.ames.AmesOptions;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.RerankConfig;
import io.patchrank.rerank.AmesRerankOptions;
import io.patchrank.rerank.AmesReranker;
import io.patchrank.torch.ComputeDevice;
import java.util.Optional;

/** The re-ranker {@code ames} that a configuration asks for. */
public final class ConfiguredAmes {
    /** That of CVNet's local descriptors; all other networks are taken for ones of DINOv2. */
    private static final int CVNET_DIMENSION = 1024;

    private ConfiguredAmes() {}

    /** Its checkpoint; empty when none is configured. */
    public static Optional<WeightsLocation> weights(PatchrankConfig config) {
        return Optional.of(config.rerank().ames().weights())
                .filter(weights -> !weights.isBlank())
                .map(weights -> weights(config, weights));
    }

    /**
     * A checkpoint by its name in the registry or its path.
     *
     * @throws io.patchrank.api.error.PatchrankException {@code NOT_FOUND} when it is not downloaded yet
     */
    public static WeightsLocation weights(PatchrankConfig config, String nameOrPath) {
        return ConfiguredWeights.named(config.models(), nameOrPath).location();
    }

    /** Loads the network. Errors: {@code MODEL_INVALID}, {@code NOT_FOUND}, {@code IO_FAILED} naming the file. */
    public static AmesNetwork open(WeightsLocation weights, RerankConfig.Ames ames, ComputeDevice device) {
        Activation activation = Activation.valueOf(ames.activation().name());
        return AmesModels.open(weights, new AmesOptions(ames.heads(), activation, device));
    }

    /**
     * Empty when no checkpoint is configured; the caller closes it. Errors as {@link #open}.
     *
     * @param reads what the gallery keeps for it
     */
    public static Optional<AmesReranker> reranker(PatchrankConfig config, ComputeDevice device, LocalsForm reads) {
        RerankConfig.Ames ames = config.rerank().ames();
        return weights(config).map(file -> {
            AmesNetwork network = open(file, ames, device);
            return new AmesReranker(
                    network, options(ames, network), ames.cache().bytes(), reads);
        });
    }

    private static AmesRerankOptions options(RerankConfig.Ames ames, AmesNetwork network) {
        AmesPreset preset = preset(ames, network);
        return new AmesRerankOptions(
                number(ames.lambda(), preset.lambda()),
                number(ames.temperature(), preset.temperature()),
                ames.queryDescriptors(),
                ames.descriptors());
    }

    /** The configured one, or the one that fits the network. */
    public static AmesPreset preset(RerankConfig.Ames ames, AmesNetwork network) {
        return ames.preset() == RerankConfig.Preset.AUTO
                ? AmesPreset.of(
                        isCvnet(network.architecture()), network.architecture().binary())
                : AmesPreset.valueOf(ames.preset().name());
    }

    private static boolean isCvnet(AmesArchitecture network) {
        return network.localDimension() == CVNET_DIMENSION;
    }

    private static float number(String configured, double ofPreset) {
        return configured.equals(RerankConfig.Ames.OF_PRESET) ? (float) ofPreset : Float.parseFloat(configured);
    }
}
