package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.embedded.EmbeddedModel;
import io.patchrank.models.FeatureRecipe;
import io.patchrank.models.ModelDefinition;
import io.patchrank.models.ModelDescription;
import io.patchrank.models.Models;
import io.patchrank.models.PatchWeight;
import io.patchrank.models.WeightsLocation;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.Facet;
import io.patchrank.pipeline.config.LoadedConfig;
import io.patchrank.pipeline.config.ModelsConfig;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.models.ModelLibrary;
import io.patchrank.pipeline.models.ModelsFolder;
import io.patchrank.pipeline.models.PullWatcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredModelTest {
    private static final PullWatcher NOBODY = new PullWatcher() {
        @Override
        public void licence(String terms) {}

        @Override
        public void progress(long done, long total) {}

        @Override
        public void note(String line) {}
    };

    @TempDir
    private Path root;

    @Test
    void defaultsAreTheShippedModel() {
        assertThat(ConfiguredModel.of(config(Map.of()), 1))
                .isEqualTo(ModelDefinition.embedded().withBatch(1));
    }

    @Test
    void amesExtractionIsConfigured() {
        FeatureRecipe recipe = ConfiguredModel.of(
                        config(Map.of(
                                "model.global.parts", "weighted:12.normalised",
                                "model.locals.layer", "12",
                                "model.locals.facet", "normalised",
                                "model.locals.selection", "detector",
                                "model.locals.detector", "dinov2.safetensors",
                                "model.locals.scales", "0.7071, 1, 1.4142")),
                        1)
                .recipe();

        assertThat(recipe.globalText()).isEqualTo("weighted@12.normalised");
        assertThat(recipe.locals().source()).isEqualTo(new BlockFacet(12, Facet.NORMALISED));
        assertThat(recipe.locals().weight()).isEqualTo(new PatchWeight.Detector(Path.of("dinov2.safetensors")));
        assertThat(recipe.locals().scales()).isEqualTo(List.of(0.7071, 1.0, 1.4142));
    }

    @Test
    void nameOfTheRegistryMeansThePulledFile() throws IOException {
        Path offline = Files.createDirectories(root.resolve("offline"));
        Path file = offline.resolve("mine.safetensors");
        try (InputStream weights = EmbeddedModel.WEIGHTS.open()) {
            Files.copy(weights, file);
        }
        userEntry();
        assertThatThrownBy(() -> ConfiguredModel.of(config("mine"), 1))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage("mine: is not downloaded yet; run patchrank models pull mine");
        ModelLibrary.open(config("mine")).pull("mine", Optional.of(offline), false, NOBODY);

        ModelDescription byName = Models.describe(ConfiguredModel.of(config("mine"), 1));
        ModelDescription byPath = Models.describe(ConfiguredModel.of(config(file.toString()), 1));

        assertThat(byName.name()).isEqualTo("mine");
        assertThat(byName.licence()).isEqualTo("Apache-2.0");
        // Heads and positions that the registry says, and that the file says itself, make no other model.
        assertThat(byName.fingerprint()).isEqualTo(byPath.fingerprint());
        Path pulled = root.resolve("models/mine.safetensors");
        byte[] bytes = Files.readAllBytes(pulled);
        bytes[bytes.length - 1] ^= 1;
        Files.write(pulled, bytes);
        assertThatThrownBy(() -> Models.describe(ConfiguredModel.of(config("mine"), 1)))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining("should be " + byName.weightsSha256())
                .hasMessageContaining("patchrank models pull mine");
    }

    @Test
    void whatIsNoNameIsAPath() {
        assertThat(ConfiguredModel.of(config("embedded"), 1).weights()).isInstanceOf(WeightsLocation.Embedded.class);
        assertThat(ConfiguredModel.of(config("./dinov2_vits14"), 1).weights())
                .isEqualTo(new WeightsLocation.File(Path.of("./dinov2_vits14")));
    }

    @Test
    void modelsLieInTheUsersCacheUnlessConfigured() {
        ModelsConfig unset = new ModelsConfig("", "");

        assertThat(ModelsFolder.of(unset, Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache/patchrank/models"));
        assertThat(ModelsFolder.of(unset, Map.of("XDG_CACHE_HOME", "/var/cache/me")))
                .isEqualTo(Path.of("/var/cache/me/patchrank/models"));
        assertThat(ModelsFolder.of(new ModelsConfig("/srv/models", ""), Map.of("XDG_CACHE_HOME", "/var/cache/me")))
                .isEqualTo(Path.of("/srv/models"));
    }

    private void userEntry() throws IOException {
        Files.createDirectories(root.resolve("models"));
        Files.writeString(root.resolve("models/registry.json"), """
                {"models": [{"name": "mine", "kind": "backbone", "licence": "Apache-2.0",
                  "sources": ["https://no-such-host.invalid/mine.safetensors"],
                  "defaults": {"heads": 6, "positions": "facebookresearch"}}]}""");
    }

    private PatchrankConfig config(String weights) {
        return config(Map.of(
                "model.weights",
                weights,
                "models.folder",
                root.resolve("models").toString()));
    }

    private static PatchrankConfig config(Map<String, String> settings) {
        return LoadedConfig.load(Optional.empty(), Map.of(), settings).config();
    }
}
