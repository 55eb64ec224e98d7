package io.patchrank.models.ames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.patchrank.models.AmesModels;
import io.patchrank.models.WeightsLocation;
import io.patchrank.models.vit.Buffers;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.SafetensorsFile;
import io.patchrank.torch.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parity with pavelsuma/ames, tolerances of the golden manifest. */
class AmesGoldenTest {
    private static final float BINARY = 2e-5f;
    private static final float TINY = 1e-4f;
    private static final float FULL = 2e-5f;
    private static final int QUERIES = 2;
    private static final int IMAGES = 3;

    @ParameterizedTest
    @CsvSource({"tiny_fp, RELU, " + TINY, "tiny_binary, RELU, " + BINARY, "tiny_fp_prenorm_gelu, GELU, " + TINY})
    void tinyNetworksScoreAsTheReference(String name, Activation activation, float tolerance) {
        try (AmesNetwork network = tiny(name, activation)) {
            assertScores(network, new Pairs("golden/ames/" + name + "_io.safetensors"), tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny_fp", "tiny_fp_legacy_zipfile_false", "tiny_binary"})
    void checkpointsOfTorchScoreAsTheReference(String name) {
        Path file = SharedFiles.require("golden/ames/" + name + ".pt");
        boolean binary = name.equals("tiny_binary");
        try (AmesNetwork network = AmesModels.open(new WeightsLocation.File(file), AmesOptions.on(ComputeDevice.CPU))) {
            String pairs = "golden/ames/" + (binary ? "tiny_binary" : "tiny_fp") + "_io.safetensors";
            assertScores(network, new Pairs(pairs), binary ? BINARY : TINY);
            assertThat(AmesModels.describe(new WeightsLocation.File(file)).architecture())
                    .isEqualTo(network.architecture());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void publishedSizeScoresAsTheReference(boolean binary) throws Exception {
        String name = binary ? "full_binary" : "full_fp";
        Pairs golden = new Pairs("golden/ames/" + name + "_io.safetensors");
        AmesCheckpoint checkpoint = AmesCheckpoint.full(binary);
        List<String> described = new ArrayList<>();
        checkpoint.shapes().forEach((tensor, shape) -> {
            described.add(tensor + " " + Arrays.toString(shape));
            float[] values = AmesCheckpoint.values(tensor, shape);
            float[] check = golden.tensors.floats("check." + tensor);
            assertThat(Arrays.copyOf(values, Math.min(3, values.length)))
                    .as(tensor)
                    .containsExactly(Arrays.copyOf(check, Math.min(3, values.length)));
        });
        assertThat(described).isEqualTo(Files.readAllLines(SharedFiles.require("golden/ames/" + name + "_names.txt")));
        try (StateDict weights = checkpoint.weights();
                AmesNetwork network = AmesNetwork.load(weights, AmesOptions.on(ComputeDevice.CPU))) {
            assertThat(network.architecture())
                    .isEqualTo(new AmesArchitecture(768, binary ? 128 : 0, 128, 1024, 5, false));
            assertScores(network, golden, FULL);
        }
    }

    private static void assertScores(AmesNetwork network, Pairs golden, float tolerance) {
        for (int q = 0; q < QUERIES; q++) {
            assertClose(golden.score(network, q, q), golden.row("scores", q), tolerance);
            assertClose(golden.score(network, q, 1 - q), golden.row("scores_swapped_gallery", q), tolerance);
            if (!network.architecture().binary()) {
                assertClose(golden.unroundedScore(network, q), golden.row("scores_train_mode_no_fp16", q), FULL);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"tiny_fp, RELU, " + TINY, "tiny_binary, RELU, " + BINARY, "tiny_fp_prenorm_gelu, GELU, " + TINY})
    void everyLayerGivesTheTokensOfTheReference(String name, Activation activation, float tolerance) {
        Pairs golden = new Pairs("golden/ames/" + name + "_io.safetensors");
        try (AmesNetwork network = tiny(name, activation)) {
            NativeScope.compute(name, () -> {
                Tensor queryRows = golden.rows("query", 1);
                Tensor galleryRows = golden.rows("gallery", 1 * IMAGES + 2);
                Tensor query = network.remap().compact(queryRows);
                Tensor gallery = network.remap().compact(galleryRows);
                if (network.architecture().binary()) {
                    assertClose(query, golden.pair("binary_query"), 0);
                    assertClose(gallery, golden.pair("binary_gallery"), 0);
                }
                query = network.remap().tokens(query);
                gallery = network.remap().tokens(gallery);
                assertClose(query, golden.pair("remapped_query"), tolerance);
                assertClose(gallery, golden.pair("remapped_gallery"), tolerance);
                if (!network.architecture().binary()) {
                    gallery = ReferenceAmes.rounded(gallery);
                }
                // The network leaves padding out; what the reference computes for padded rows concerns nobody.
                int n = golden.valid("query", 1);
                int m = golden.valid("gallery", 1 * IMAGES + 2);
                Buffers buffers = new Buffers(queryRows);
                AmesLayer.Shared shared = network.share(query.narrow(0, 0, n), buffers);
                AmesLayer layer = network.layers().getFirst();
                Tensor tokens =
                        layer.selfAttended(shared, gallery.narrow(0, 0, m).unsqueeze(0), buffers);
                Tensor matchToken = layer.matchToken(tokens, n, buffers);
                layer.crossAttend(tokens, n, buffers);
                for (int i = 0; ; i++) {
                    Tensor expected =
                            golden.tensor("pair_q1_g2.after_layer" + i).select(0, 0);
                    assertClose(tokens.select(0, 0).narrow(0, n, 1), expected.narrow(0, 0, 1), tolerance);
                    assertClose(matchToken.select(0, 0), expected.narrow(0, 0, 1), tolerance);
                    assertClose(tokens.select(0, 0).narrow(0, 0, n), expected.narrow(0, 1, n), tolerance);
                    assertClose(tokens.select(0, 0).narrow(0, n + 1, m), expected.narrow(0, 21, m), tolerance);
                    if (i + 1 == network.layers().size()) {
                        break;
                    }
                    layer = network.layers().get(i + 1);
                    layer.selfAttend(tokens, n, buffers);
                    matchToken = layer.matchToken(tokens, n, buffers);
                    layer.crossAttend(tokens, n, buffers);
                }
                buffers.close();
                return true;
            });
        }
    }

    @Test
    void oracleOfTheOtherTestsIsTheReference() {
        Pairs golden = new Pairs("golden/ames/tiny_fp_io.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(SharedFiles.require("golden/ames/tiny_fp_state.safetensors"));
                StateDict weights = StateDict.viewOf(file)) {
            NativeScope.compute("oracle", () -> {
                ReferenceAmes oracle =
                        new ReferenceAmes(weights, new AmesCheckpoint(48, 0, 32, 64, 5, false), 2, Activation.RELU);
                Tensor query = oracle.remap(golden.rows("query", 1));
                Tensor gallery = ReferenceAmes.rounded(oracle.remap(golden.rows("gallery", 5)));
                float[] padding = new float[33];
                Arrays.fill(padding, 1 + golden.valid("query", 1), 21, 1);
                Arrays.fill(padding, 21 + golden.valid("gallery", 5), 33, 1);
                List<Tensor> steps = oracle.pair(query, gallery, HostArrays.tensor(padding, 33));
                for (int i = 0; i < 5; i++) {
                    assertClose(steps.get(i), golden.tensor("pair_q1_g2.after_layer" + i), TINY);
                }
                assertClose(steps.getLast(), golden.tensor("pair_q1_g2.score"), TINY);
                return true;
            });
        }
    }

    private static AmesNetwork tiny(String name, Activation activation) {
        try (SafetensorsFile file =
                        SafetensorsFile.open(SharedFiles.require("golden/ames/" + name + "_state.safetensors"));
                StateDict weights = StateDict.viewOf(file)) {
            return AmesNetwork.load(weights, new AmesOptions(2, activation, ComputeDevice.CPU));
        }
    }

    private static void assertClose(Tensor actual, Tensor expected, float tolerance) {
        assertClose(HostArrays.floats(actual), HostArrays.floats(expected), tolerance);
    }

    private static void assertClose(float[] actual, float[] expected, float tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("value " + i).isCloseTo(expected[i], within(tolerance));
        }
    }

    /** Two queries and three images of each, with padding. */
    private static final class Pairs {
        private final GoldenTensors tensors;
        private final int dimension;

        Pairs(String file) {
            tensors = GoldenTensors.read(SharedFiles.require(file));
            dimension = tensors.shape("query")[2];
        }

        Tensor tensor(String name) {
            long[] sides = Arrays.stream(tensors.shape(name)).asLongStream().toArray();
            return HostArrays.tensor(tensors.floats(name), sides);
        }

        Tensor pair(String name) {
            return tensor("pair_q1_g2." + name).select(0, 0);
        }

        float[] row(String name, int q) {
            return Arrays.copyOfRange(tensors.floats(name), q * IMAGES, (q + 1) * IMAGES);
        }

        /** All descriptors of one image, padding included. */
        Tensor rows(String side, int image) {
            LocalDescriptors locals = image(side, image);
            return HostArrays.tensor(locals.values(), locals.count(), dimension);
        }

        int valid(String side, int image) {
            return image(side, image).validCount();
        }

        LocalDescriptors image(String side, int image) {
            int[] shape = tensors.shape(side);
            int count = shape[shape.length - 2];
            float[] all = tensors.floats(side);
            byte[] mask = tensors.bytes(side + "_mask");
            boolean[] padding = new boolean[count];
            for (int i = 0; i < count; i++) {
                padding[i] = mask[image * count + i] != 0;
            }
            float[] zeros = new float[count];
            return new LocalDescriptors(
                    dimension,
                    zeros,
                    zeros,
                    zeros,
                    zeros,
                    padding,
                    Arrays.copyOfRange(all, image * count * dimension, (image + 1) * count * dimension));
        }

        float[] score(AmesNetwork network, int query, int galleryOf) {
            List<LocalDescriptors> images = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                images.add(image("gallery", galleryOf * IMAGES + i));
            }
            return network.score(image("query", query), network.gallery(List.of("first", "second", "third"), images));
        }

        float[] unroundedScore(AmesNetwork network, int q) {
            return NativeScope.compute("golden", () -> {
                try (Buffers buffers = new Buffers(rows("query", q))) {
                    Remap remap = network.remap();
                    AmesLayer.Shared shared =
                            network.share(remap.compact(rows("query", q).narrow(0, 0, valid("query", q))), buffers);
                    float[] scores = new float[IMAGES];
                    for (int i = 0; i < IMAGES; i++) {
                        int image = q * IMAGES + i;
                        Tensor gallery = remap.compact(rows("gallery", image).narrow(0, 0, valid("gallery", image)));
                        scores[i] = HostArrays.floats(network.score(shared, gallery.unsqueeze(0), buffers))[0];
                    }
                    return scores;
                }
            });
        }
    }
}
