package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.models.FeatureRecipe;
import io.patchrank.models.ModelDefinition;
import io.patchrank.models.PatchWeight;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.Facet;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfiguredModelTest {
    @Test
    void defaultsAreTheShippedModel() {
        assertThat(configured(Map.of())).isEqualTo(ModelDefinition.embedded().withBatch(1));
    }

    @Test
    void amesExtractionIsConfigured() {
        FeatureRecipe recipe = configured(Map.of(
                        "model.global.parts", "weighted:12.normalised",
                        "model.locals.layer", "12",
                        "model.locals.facet", "normalised",
                        "model.locals.selection", "detector",
                        "model.locals.detector", "dinov2.safetensors",
                        "model.locals.scales", "0.7071, 1, 1.4142"))
                .recipe();

        assertThat(recipe.globalText()).isEqualTo("weighted@12.normalised");
        assertThat(recipe.locals().source()).isEqualTo(new BlockFacet(12, Facet.NORMALISED));
        assertThat(recipe.locals().weight()).isEqualTo(new PatchWeight.Detector(Path.of("dinov2.safetensors")));
        assertThat(recipe.locals().scales()).isEqualTo(List.of(0.7071, 1.0, 1.4142));
    }

    private static ModelDefinition configured(Map<String, String> settings) {
        PatchrankConfig config = PatchrankConfig.load(Optional.empty(), settings);
        return ConfiguredModel.of(config.model(), config.extract(), 1);
    }
}
