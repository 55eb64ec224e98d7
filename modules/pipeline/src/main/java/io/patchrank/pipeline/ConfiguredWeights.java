package io.patchrank.pipeline;

import io.patchrank.models.WeightsLocation;
import io.patchrank.models.registry.ModelDefaults;
import io.patchrank.models.registry.ModelStore;
import io.patchrank.models.registry.PulledModel;
import io.patchrank.models.vit.PositionRule;
import io.patchrank.pipeline.config.ModelConfig;
import io.patchrank.pipeline.config.ModelsConfig;
import io.patchrank.pipeline.config.NativeSettings;
import io.patchrank.pipeline.models.ModelsFolder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The weights that a setting means: {@code embedded} (the network alone), a name of the registry, or a path. Nothing is
 * fetched or read of them here.
 *
 * @param heads where the registry says it
 * @param positions where the registry says it
 */
record ConfiguredWeights(WeightsLocation location, OptionalInt heads, Optional<PositionRule> positions) {
    /** Those of the network. Errors: as {@link #named}. */
    static ConfiguredWeights of(NativeSettings settings) {
        String weights = settings.model().weights();
        return weights.equals(ModelConfig.EMBEDDED)
                ? new ConfiguredWeights(new WeightsLocation.Embedded(), OptionalInt.empty(), Optional.empty())
                : named(settings.models(), weights);
    }

    /** @throws io.patchrank.api.error.PatchrankException {@code NOT_FOUND} when the model is not downloaded yet */
    static ConfiguredWeights named(ModelsConfig models, String weights) {
        ModelStore store = ModelStore.open(ModelsFolder.of(models, System.getenv()));
        return store.registry()
                .find(weights)
                .map(entry -> ofRegistry(store.locate(entry)))
                .orElseGet(() -> new ConfiguredWeights(
                        new WeightsLocation.File(Path.of(weights)), OptionalInt.empty(), Optional.empty()));
    }

    private static ConfiguredWeights ofRegistry(PulledModel model) {
        ModelDefaults defaults = model.entry().defaults();
        return new ConfiguredWeights(
                new WeightsLocation.Pulled(
                        model.entry().name(), model.entry().licence().text(), model.file(), model.sha256()),
                defaults.heads(),
                defaults.positionRule());
    }
}
