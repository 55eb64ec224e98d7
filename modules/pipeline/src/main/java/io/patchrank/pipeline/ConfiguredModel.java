package io.patchrank.pipeline;

import io.patchrank.models.FeatureRecipe;
import io.patchrank.models.GlobalPart;
import io.patchrank.models.LocalRecipe;
import io.patchrank.models.ModelDefinition;
import io.patchrank.models.PatchWeight;
import io.patchrank.models.Pooling;
import io.patchrank.models.WhiteningLocation;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.Facet;
import io.patchrank.models.vit.Precision;
import io.patchrank.pipeline.config.ModelConfig;
import io.patchrank.pipeline.config.NativeSettings;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** The model that a configuration asks for. */
public final class ConfiguredModel {
    private ConfiguredModel() {}

    /**
     * @param batch pictures computed together at most
     * @throws io.patchrank.api.error.PatchrankException {@code NOT_FOUND} when the weights are not downloaded yet
     */
    public static ModelDefinition of(PatchrankConfig config, int batch) {
        return of(NativeSettings.of(config), batch);
    }

    /** The same for a process that knows no more. */
    static ModelDefinition of(NativeSettings settings, int batch) {
        ModelConfig model = settings.model();
        ConfiguredWeights weights = ConfiguredWeights.of(settings);
        return new ModelDefinition(
                weights.location(),
                whitening(model.global().whitening()),
                recipe(settings),
                weights.heads(),
                weights.positions(),
                Precision.valueOf(settings.extract().precision().name()),
                OptionalInt.of(batch));
    }

    private static WhiteningLocation whitening(String configured) {
        return switch (configured) {
            case ModelConfig.EMBEDDED -> new WhiteningLocation.Embedded();
            case ModelConfig.NONE -> new WhiteningLocation.None();
            default -> new WhiteningLocation.File(Path.of(configured));
        };
    }

    private static FeatureRecipe recipe(NativeSettings settings) {
        ModelConfig model = settings.model();
        List<GlobalPart> parts = model.global().parts().stream()
                .map(text -> part(text, model.global().gemPower()))
                .toList();
        ModelConfig.Locals locals = model.locals();
        PatchWeight weight =
                switch (locals.selection()) {
                    case ATTENTION -> new PatchWeight.ClsAttention(locals.attentionLayer());
                    case NORM -> new PatchWeight.Norm();
                    case DETECTOR ->
                        new PatchWeight.Detector(ConfiguredWeights.named(settings.models(), locals.detector())
                                .location());
                };
        Facet facet = Facet.valueOf(locals.facet().name());
        return new FeatureRecipe(
                parts,
                false,
                model.global().whitenedDimensions(),
                new LocalRecipe(
                        new BlockFacet(locals.layer(), facet),
                        weight,
                        locals.topK(),
                        locals.normalise(),
                        locals.scales()),
                model.longestSide());
    }

    /** Reads {@code gem:7}: pooling and the number of blocks before it. */
    private static GlobalPart part(String text, double gemPower) {
        String[] poolingAndBlock = text.split(":", 2);
        Pooling pooling =
                poolingAndBlock[0].equals("gem") ? new Pooling.Gem(gemPower) : Pooling.parse(poolingAndBlock[0]);
        return new GlobalPart(pooling, BlockFacet.parse(poolingAndBlock[1]));
    }
}
