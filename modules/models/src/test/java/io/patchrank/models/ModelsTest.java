package io.patchrank.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.pickle.TorchBytes;
import io.patchrank.pickle.TorchBytes.Values;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.SafetensorsFile;
import io.patchrank.torch.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening what people bring: files good and bad, recipes that fit and not. */
class ModelsTest {
    private final Path folder;

    ModelsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void networkComesFromAFileAndTheRecipeDecidesItsDepth() {
        Path file = TinyWeights.write(folder, TinyWeights.random(3));
        try (TransformerExtractor extractor = Models.open(definition(file), ComputeDevice.CPU)) {
            assertThat(extractor.model().name()).isEqualTo("tiny.safetensors");
            assertThat(extractor.model().globalDimension()).isEqualTo(2 * TinyWeights.DIM);
            assertThat(extractor.model().fingerprint()).startsWith("vit64-b2-");
            ImageFeatures features =
                    extractor.extract(List.of(TestPictures.random(1, 42, 56))).getFirst();
            assertThat(features.locals().validCount()).isEqualTo(12);
        }
    }

    @Test
    void huggingFaceNamesGiveTheSameFeatures() {
        SequencedMap<String, Tensor> weights = TinyWeights.random(2);
        Path file = TinyWeights.write(folder, weights);
        LinkedHashMap<String, Tensor> renamed = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> renamed.putAll(huggingFace(name, tensor)));
        Path other = folder.resolve("hf.safetensors");
        SafetensorsWriter.write(other, renamed, Map.of());
        // 3x3 patches are the learned grid: the publishers' position rules differ on any other.
        try (TransformerExtractor first = Models.open(definition(file), ComputeDevice.CPU);
                TransformerExtractor second = Models.open(definition(other), ComputeDevice.CPU)) {
            ImageFeatures expected =
                    first.extract(List.of(TestPictures.random(1, 42, 42))).getFirst();
            ImageFeatures actual =
                    second.extract(List.of(TestPictures.random(1, 42, 42))).getFirst();
            assertThat(actual.global()).isEqualTo(expected.global());
            assertThat(actual.locals().values()).isEqualTo(expected.locals().values());
            assertThat(second.model().fingerprint()).isNotEqualTo(first.model().fingerprint());
        }
    }

    @Test
    void torchFilesGiveTheFeaturesOfTheSameSafetensors() throws IOException {
        SequencedMap<String, Tensor> weights = TinyWeights.random(2);
        LinkedHashMap<String, Values> values = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> values.put(name, Values.floats(HostArrays.floats(tensor), tensor.shape())));
        Path safetensors = TinyWeights.write(folder, weights);
        Path zip = Files.write(folder.resolve("plain.pth"), TorchBytes.zip(values));
        Path legacy = Files.write(folder.resolve("wrapped.pt"), TorchBytes.legacy(values, "teacher"));
        try (TransformerExtractor expected = Models.open(definition(safetensors), ComputeDevice.CPU);
                TransformerExtractor first = Models.open(definition(zip), ComputeDevice.CPU);
                TransformerExtractor second = Models.open(definition(legacy), ComputeDevice.CPU)) {
            ImageFeatures features = features(expected);
            assertThat(features(first).global()).isEqualTo(features.global());
            assertThat(features(second).global()).isEqualTo(features.global());
            assertThat(features(second).locals().values())
                    .isEqualTo(features.locals().values());
            assertThat(first.model().fingerprint()).isNotEqualTo(second.model().fingerprint());
        }
    }

    private static ImageFeatures features(TransformerExtractor extractor) {
        return extractor.extract(List.of(TestPictures.random(1, 42, 42))).getFirst();
    }

    private static Map<String, Tensor> huggingFace(String name, Tensor tensor) {
        String renamed = "dinov2."
                + name.replace("blocks.", "encoder.layer.")
                        .replace("attn.proj", "attention.output.dense")
                        .replace("ls1.gamma", "layer_scale1.lambda1")
                        .replace("ls2.gamma", "layer_scale2.lambda1")
                        .replace("cls_token", "embeddings.cls_token")
                        .replace("pos_embed", "embeddings.position_embeddings")
                        .replace("patch_embed.proj", "embeddings.patch_embeddings.projection");
        if (!name.contains("attn.qkv")) {
            return Map.of(renamed, tensor);
        }
        Map<String, Tensor> parts = new LinkedHashMap<>();
        List<String> names = List.of("query", "key", "value");
        for (int i = 0; i < 3; i++) {
            String part = renamed.replace("attn.qkv", "attention.attention." + names.get(i));
            parts.put(part, tensor.narrow(0, (long) i * TinyWeights.DIM, TinyWeights.DIM));
        }
        return parts;
    }

    @Test
    void missingTensorAndWrongShapeAreNamed() {
        SequencedMap<String, Tensor> weights = TinyWeights.random(2);
        weights.remove("blocks.1.mlp.fc1.weight");
        assertInvalid(TinyWeights.write(folder, weights), "tensor blocks.1.mlp.fc1.weight is missing");
        weights = TinyWeights.random(2);
        weights.put("blocks.0.norm1.bias", HostArrays.tensor(new float[3], 3));
        assertInvalid(
                TinyWeights.write(folder, weights),
                "tensor blocks.0.norm1.bias has the shape [3], expected [" + TinyWeights.DIM + "]");
        weights = TinyWeights.random(2);
        weights.put("pos_embed", HostArrays.tensor(new float[8 * TinyWeights.DIM], 1, 8, TinyWeights.DIM));
        assertInvalid(TinyWeights.write(folder, weights), "no square grid");
    }

    @Test
    void truncatedAndForeignFilesAreNamed() throws IOException {
        Path file = TinyWeights.write(folder, TinyWeights.random(2));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertInvalid(file, "is the file complete?");
        Files.writeString(file, "this is no network");
        assertInvalid(file, "neither safetensors nor of torch.save");
    }

    @Test
    void missingFileIsNotFound() {
        assertFails(definition(folder.resolve("none.safetensors")), ErrorCode.NOT_FOUND, "none.safetensors");
    }

    @Test
    void blockThatTheNetworkHasNotIsAConfigurationError() {
        Path file = TinyWeights.write(folder, TinyWeights.random(1));
        assertFails(definition(file), ErrorCode.CONFIG_INVALID, "has 1 blocks; block 2 was asked for");
    }

    @Test
    void whiteningOfOtherWeightsIsRefused() {
        ModelDefinition definition = definition(TinyWeights.write(folder, TinyWeights.random(2)))
                .withWhitening(new WhiteningLocation.Embedded());
        assertFails(definition, ErrorCode.MODEL_INVALID, "was learned for weights");
    }

    @Test
    void whiteningOfOtherPartsIsRefused() {
        FeatureRecipe recipe = recipe("gem@7", 5, 322);
        assertFails(
                ModelDefinition.embedded().withRecipe(recipe),
                ErrorCode.MODEL_INVALID,
                "was learned for cls@7 gem@6 gem@7, the model yields gem@7");
    }

    @Test
    void fingerprintChangesWithEverythingThatChangesFeatures() {
        Path file = TinyWeights.write(folder, TinyWeights.random(2));
        ModelDefinition base = definition(file);
        Set<String> fingerprints = new HashSet<>();
        fingerprints.add(fingerprint(base));
        fingerprints.add(fingerprint(base.withRecipe(recipe("gem@2", 5, 56))));
        fingerprints.add(fingerprint(base.withRecipe(recipe("gem(2.5)@2", 5, 56))));
        fingerprints.add(fingerprint(base.withRecipe(recipe("gem@2", 6, 56))));
        fingerprints.add(fingerprint(base.withRecipe(recipe("gem@2", 5, 70))));
        fingerprints.add(fingerprint(base.withRecipe(recipe("gem@2.key", 5, 56))));
        SequencedMap<String, Tensor> changed = TinyWeights.random(2);
        changed.put("cls_token", HostArrays.tensor(new float[TinyWeights.DIM], 1, 1, TinyWeights.DIM));
        fingerprints.add(fingerprint(base.withWeights(new WeightsLocation.File(TinyWeights.write(folder, changed)))));
        assertThat(fingerprints).hasSize(7);
        assertThat(fingerprint(ModelDefinition.embedded()))
                .isNotEqualTo(fingerprint(ModelDefinition.embedded().withWhitening(new WhiteningLocation.None())));
    }

    @Test
    void fingerprintOfTheShippedModelStaysSoThatGalleriesStayReadable() {
        assertThat(fingerprint(ModelDefinition.embedded())).isEqualTo("vit384-b7-ef72a8d7fbf4");
    }

    @Test
    void whiteningIsLearnedSavedAndUsed() {
        Path file = TinyWeights.write(folder, TinyWeights.random(2));
        Path whitening = folder.resolve("w.safetensors");
        ModelDefinition raw = definition(file);
        try (TransformerExtractor extractor = Models.open(raw, ComputeDevice.CPU)) {
            WhiteningTrainer trainer = new WhiteningTrainer(extractor);
            for (int i = 0; i < 20; i++) {
                trainer.add(List.of(TestPictures.random(i, 42, 42)));
            }
            assertThat(trainer.images()).isEqualTo(20);
            WhiteningFile learned = trainer.fit("test", 0.2, 48);
            learned.save(whitening);
            assertThat(WhiteningFile.load(whitening)).isEqualTo(learned);
        }
        ModelDefinition whitened = raw.withWhitening(new WhiteningLocation.File(whitening));
        try (TransformerExtractor extractor = Models.open(whitened, ComputeDevice.CPU)) {
            // The recipe keeps 32 of the 48 that the file holds, of each of two parts.
            assertThat(extractor.model().globalDimension()).isEqualTo(64);
        }
        try (SafetensorsFile saved = SafetensorsFile.open(whitening)) {
            assertThat(saved.metadata()).containsEntry("images", "20").containsEntry("global", "cls@1 gem@2");
        }
    }

    private static ModelDefinition definition(Path file) {
        FeatureRecipe recipe = new FeatureRecipe(
                List.of(GlobalPart.parse("cls@1"), GlobalPart.parse("gem@2")),
                false,
                32,
                new LocalRecipe(BlockFacet.token(2), new PatchWeight.ClsAttention(2), 20, true),
                56);
        return ModelDefinition.embedded()
                .withWeights(new WeightsLocation.File(file))
                .withWhitening(new WhiteningLocation.None())
                .withRecipe(recipe);
    }

    private static FeatureRecipe recipe(String global, int topK, int longestSide) {
        LocalRecipe locals = new LocalRecipe(BlockFacet.token(2), new PatchWeight.Norm(), topK, true);
        return new FeatureRecipe(List.of(GlobalPart.parse(global)), false, 256, locals, longestSide);
    }

    private static String fingerprint(ModelDefinition definition) {
        return Models.describe(definition).fingerprint();
    }

    private static void assertInvalid(Path file, String reason) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(
                        () -> Models.open(definition(file), ComputeDevice.CPU).close())
                .withMessageContaining(file.toString())
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID));
    }

    private static void assertFails(ModelDefinition definition, ErrorCode code, String reason) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> Models.open(definition, ComputeDevice.CPU).close())
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
