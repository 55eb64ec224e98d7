package io.patchrank.models.ames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.testing.SyntheticLocals;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.StateDict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of made-up weights against the one that computes everything. */
class AmesNetworkTest {
    private static final float TOLERANCE = 2e-5f;

    private final SyntheticLocals locals = new SyntheticLocals(11, 24);

    @ParameterizedTest
    @CsvSource({
        "false, 1, false, RELU, 2",
        "false, 2, false, GELU, 4",
        "false, 3, true, GELU, 2",
        "true, 1, true, RELU, 1",
        "true, 2, false, RELU, 2",
        "true, 4, true, GELU, 2"
    })
    void scoresAreThoseOfTheNetworkThatComputesEverything(
            boolean binary, int layers, boolean normalisesBefore, Activation activation, int heads) {
        AmesCheckpoint checkpoint = AmesCheckpoint.small(binary, layers, normalisesBefore);
        AmesOptions options = new AmesOptions(heads, activation, ComputeDevice.CPU);
        LocalDescriptors query = locals.unrelated(37);
        List<LocalDescriptors> images = List.of(
                locals.unrelated(5),
                locals.view(query, 20, 37, 0.1f).resized(50),
                locals.unrelated(1),
                locals.view(query, 9, 37, 0.3f),
                locals.unrelated(300));
        try (StateDict weights = checkpoint.weights();
                AmesNetwork network = AmesNetwork.load(weights, options)) {
            float[] scores = network.score(query.resized(41), network.gallery(names(images), images));
            assertThat(scores).hasSize(images.size());
            for (int i = 0; i < scores.length; i++) {
                float expected = oracle(weights, checkpoint, options, query, images.get(i));
                assertThat(scores[i]).as("image " + i).isCloseTo(expected, within(TOLERANCE));
            }
        }
    }

    @Test
    void publishedSizeScores600DescriptorsAgainst50AsTheNetworkThatComputesEverything() {
        for (boolean binary : new boolean[] {false, true}) {
            AmesCheckpoint checkpoint = AmesCheckpoint.full(binary);
            AmesOptions options = AmesOptions.on(ComputeDevice.CPU);
            SyntheticLocals wide = new SyntheticLocals(12, 768);
            LocalDescriptors query = wide.unrelated(600);
            List<LocalDescriptors> images = List.of(wide.view(query, 30, 50, 0.2f), wide.unrelated(50));
            try (StateDict weights = checkpoint.weights();
                    AmesNetwork network = AmesNetwork.load(weights, options)) {
                float[] scores = network.score(query, network.gallery(names(images), images));
                for (int i = 0; i < scores.length; i++) {
                    float expected = oracle(weights, checkpoint, options, query, images.get(i));
                    assertThat(scores[i]).isCloseTo(expected, within(TOLERANCE));
                }
            }
        }
    }

    private static float oracle(
            StateDict weights,
            AmesCheckpoint checkpoint,
            AmesOptions options,
            LocalDescriptors query,
            LocalDescriptors image) {
        return NativeScope.compute("oracle", () -> {
            ReferenceAmes oracle = new ReferenceAmes(weights, checkpoint, options.heads(), options.activation());
            Tensor tokens = oracle.remap(tensor(image));
            Tensor gallery = checkpoint.bits() > 0 ? tokens : ReferenceAmes.rounded(tokens);
            float[] padding = new float[1 + query.count() + image.count()];
            for (int i = 0; i < image.count(); i++) {
                padding[1 + query.count() + i] = image.padding()[i] ? 1 : 0;
            }
            List<Tensor> steps =
                    oracle.pair(oracle.remap(tensor(query)), gallery, HostArrays.tensor(padding, padding.length));
            return HostArrays.floats(steps.getLast())[0];
        });
    }

    private static Tensor tensor(LocalDescriptors locals) {
        return HostArrays.tensor(locals.values(), locals.count(), locals.dimension());
    }

    private static List<String> names(List<LocalDescriptors> images) {
        return IntStream.range(0, images.size()).mapToObj(i -> "image " + i).toList();
    }

    @Test
    void codesScoreAsTheDescriptorsTheyComeFrom() {
        try (StateDict weights = AmesCheckpoint.small(true, 2, false).weights();
                AmesNetwork network = load(weights)) {
            LocalDescriptors query = locals.unrelated(12);
            List<LocalDescriptors> images = List.of(locals.unrelated(7), locals.unrelated(3));
            List<GalleryTokens> tokens = network.gallery(names(images), images);
            assertThat(tokens.getFirst().bytes()).isEqualTo(7 * 16);
            List<LocalDescriptors> codes =
                    tokens.stream().map(AmesNetworkTest::codes).toList();
            LocalDescriptors queryCodes =
                    codes(network.gallery(List.of("query"), List.of(query)).getFirst());
            float[] expected = network.score(query, tokens);
            assertThat(network.score(query, network.gallery(names(codes), codes)))
                    .isEqualTo(expected);
            assertThat(network.score(queryCodes, tokens)).isEqualTo(expected);
            List<LocalDescriptors> mixed = List.of(codes.get(0), images.get(1), codes.get(0));
            float[] scores = network.score(query, network.gallery(names(mixed), mixed));
            for (int i = 0; i < 3; i++) {
                // Other batches may round otherwise in the last digit.
                assertThat(scores[i]).isCloseTo(expected[i % 2], within(TOLERANCE));
            }
        }
    }

    private static LocalDescriptors codes(GalleryTokens tokens) {
        float[] values = new float[tokens.count() * 16];
        tokens.copyTo(values, 0);
        return image(16, values);
    }

    private static LocalDescriptors image(int dimension, float... values) {
        int count = values.length / dimension;
        float[] zeros = new float[count];
        return new LocalDescriptors(dimension, zeros, zeros, zeros, zeros, new boolean[count], values);
    }

    @Test
    void valuesThatAreNoCodesAreRefused() {
        try (StateDict weights = AmesCheckpoint.small(true, 1, false).weights();
                AmesNetwork network = load(weights)) {
            float[] values = new float[32];
            values[17] = 0.5f;
            assertFails(
                    () -> network.gallery(List.of("photo 9"), List.of(image(16, values))),
                    ErrorCode.MODEL_MISMATCH,
                    "photo 9: descriptor 1 holds 0.5",
                    "binary codes");
        }
    }

    @Test
    void keptTokensAreHalvesInFullPrecision() {
        try (StateDict weights = AmesCheckpoint.small(false, 1, false).weights();
                AmesNetwork network = load(weights)) {
            LocalDescriptors image = locals.unrelated(7).resized(20);
            GalleryTokens kept =
                    network.gallery(List.of("image"), List.of(image)).getFirst();
            assertThat(kept.count()).isEqualTo(7);
            assertThat(kept.bytes()).isEqualTo(7 * 16 * 2);
            float[] values = new float[7 * 16 + 1];
            kept.copyTo(values, 1);
            float[] remapped = NativeScope.compute(
                    "test", () -> HostArrays.floats(network.remap().compact(tensor(image.resized(7)))));
            for (int i = 0; i < remapped.length; i++) {
                assertThat(values[i + 1]).isEqualTo(Float.float16ToFloat(Float.floatToFloat16(remapped[i])));
            }
        }
    }

    @Test
    void otherDimensionsNameBoth() {
        try (StateDict weights = AmesCheckpoint.small(false, 1, false).weights();
                AmesNetwork network = load(weights)) {
            LocalDescriptors wide = new SyntheticLocals(1, 384).unrelated(3);
            assertFails(
                    () -> network.gallery(List.of("3/14"), List.of(wide)),
                    ErrorCode.MODEL_MISMATCH,
                    "3/14: has descriptors of 384 dimensions",
                    "takes 24;");
            assertFails(
                    () -> network.score(wide, gallery(network)), ErrorCode.MODEL_MISMATCH, "query: has", "384", "24");
        }
    }

    @Test
    void masksThatHideEverythingAndBrokenNumbersNameImageAndRow() {
        try (StateDict weights = AmesCheckpoint.small(false, 1, false).weights();
                AmesNetwork network = load(weights)) {
            LocalDescriptors masked = locals.unrelated(0).resized(6);
            assertFails(
                    () -> network.gallery(List.of("a", "b"), List.of(locals.unrelated(3), masked)),
                    ErrorCode.BAD_REQUEST,
                    "b: has no descriptors: all 6 rows are masked");
            assertFails(
                    () -> network.score(masked, gallery(network)), ErrorCode.BAD_REQUEST, "query: has no descriptors");
            for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                LocalDescriptors image = locals.unrelated(4);
                image.values()[2 * 24 + 5] = broken;
                assertFails(
                        () -> network.gallery(List.of("a"), List.of(image)),
                        ErrorCode.DATA_CORRUPT,
                        "a: descriptor 2 holds " + broken);
                assertFails(
                        () -> network.score(image, gallery(network)),
                        ErrorCode.DATA_CORRUPT,
                        "query: descriptor 2 holds");
            }
        }
    }

    private List<GalleryTokens> gallery(AmesNetwork network) {
        return network.gallery(List.of("image"), List.of(locals.unrelated(2)));
    }

    @Test
    void zeroDescriptorsAndPaddingOfAnyContentScoreFinite() {
        for (boolean binary : new boolean[] {false, true}) {
            try (StateDict weights = AmesCheckpoint.small(binary, 2, false).weights();
                    AmesNetwork network = load(weights)) {
                LocalDescriptors zeros = image(24, new float[3 * 24]);
                assertThat(network.score(zeros, network.gallery(List.of("zeros"), List.of(zeros))))
                        .hasSize(1)
                        .doesNotContain(Float.NaN);
                assertThat(network.score(zeros, List.of())).isEmpty();
                assertThat(network.gallery(List.of(), List.of())).isEmpty();
            }
        }
    }

    @Test
    void concurrentScoringGivesTheSameNumbers() {
        try (StateDict weights = AmesCheckpoint.small(false, 3, false).weights();
                AmesNetwork network = load(weights)) {
            LocalDescriptors query = locals.unrelated(30);
            List<LocalDescriptors> images = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                images.add(locals.unrelated(20 + i % 2));
            }
            List<GalleryTokens> gallery = network.gallery(names(images), images);
            float[] expected = network.score(query, gallery);
            List<float[]> concurrent = IntStream.range(0, 16)
                    .parallel()
                    .mapToObj(call -> network.score(query, gallery))
                    .toList();
            assertThat(concurrent).allSatisfy(scores -> assertThat(scores).isEqualTo(expected));
        }
    }

    @Test
    void callsOfAQueryScoreAlikeWhateverCameBetween() {
        try (StateDict weights = AmesCheckpoint.small(false, 2, false).weights();
                AmesNetwork network = load(weights)) {
            List<GalleryTokens> gallery = gallery(network);
            List<LocalDescriptors> queries = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                queries.add(locals.unrelated(10));
                // Of the same first descriptors, and yet another query.
                queries.add(queries.getLast().resized(7));
            }
            List<float[]> first = queries.stream()
                    .map(query -> scoredAlone(weights, query, gallery))
                    .toList();
            for (int again = 0; again < 2; again++) {
                for (int i = 0; i < queries.size(); i++) {
                    assertThat(network.score(queries.get(i), gallery)).isEqualTo(first.get(i));
                    LocalDescriptors equal = queries.get(i).resized(15);
                    assertThat(network.score(equal, gallery)).isEqualTo(first.get(i));
                }
            }
        }
    }

    private static float[] scoredAlone(StateDict weights, LocalDescriptors query, List<GalleryTokens> gallery) {
        try (AmesNetwork network = load(weights)) {
            return network.score(query, gallery);
        }
    }

    @Test
    void checkpointsOfOtherArchitecturesNameTensorAndExpectation() {
        assertRefused(tensors -> tensors.remove("mtc_token"), "no AMES checkpoint: tensor mtc_token is missing");
        assertRefused(
                tensors -> tensors.put("remap_local.0.weight", torch.zeros(17, 24)),
                "remap_local.0.weight has the shape [17, 24], expected [16, any]");
        assertRefused(
                tensors -> tensors.put("decoder.layers.1.linear2.weight", torch.zeros(16, 41)),
                "decoder.layers.1.linear2.weight has the shape [16, 41], expected [16, 40]");
        assertRefused(
                tensors -> tensors.remove("decoder.layers.1.norm2.bias"),
                "tensor decoder.layers.1.norm2.bias is missing");
        assertRefused(
                tensors -> tensors.keySet().removeIf(name -> name.startsWith("decoder.layers.0")),
                "tensor decoder.layers.0.linear1.weight is missing");
        assertRefused(
                tensors -> tensors.keySet().removeIf(name -> name.startsWith("decoder")),
                "tensor decoder.layers.0.linear1.weight is missing");
        assertRefused(tensors -> tensors.remove("classifier.bias"), "tensor classifier.bias is missing");
        assertRefused(
                tensors -> tensors.put("conv1.weight", torch.zeros(3)),
                "no AMES checkpoint: tensor conv1.weight has no place in it");
        assertRefused(
                tensors -> tensors.put("mtc_token", torch.zeros(1, 16)),
                "tensor mtc_token has the shape [1, 16], expected [any]");
        try (StateDict weights = AmesCheckpoint.small(false, 1, false).weights()) {
            assertFails(
                    () -> AmesNetwork.load(weights, new AmesOptions(3, Activation.RELU, ComputeDevice.CPU)),
                    ErrorCode.MODEL_INVALID,
                    "tensor mtc_token has 16 values, which 3 attention heads do not divide");
        }
    }

    private static void assertRefused(Consumer<SequencedMap<String, Tensor>> change, String reason) {
        SequencedMap<String, Tensor> tensors =
                AmesCheckpoint.small(false, 2, false).tensors();
        change.accept(tensors);
        try (StateDict weights = StateDict.owning("other.safetensors", tensors)) {
            assertFails(() -> load(weights), ErrorCode.MODEL_INVALID, "other.safetensors", reason);
        }
    }

    @Test
    void memoryStaysConstantOverManyCalls() {
        try (StateDict weights = AmesCheckpoint.small(false, 2, false).weights();
                AmesNetwork network = load(weights)) {
            List<LocalDescriptors> images = Collections.nCopies(5, locals.unrelated(10));
            for (int i = 0; i < 20; i++) {
                network.score(locals.unrelated(10), network.gallery(names(images), images));
            }
            long before = Pointer.totalBytes();
            for (int i = 0; i < 50; i++) {
                network.score(locals.unrelated(10), network.gallery(names(images), images));
            }
            assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before);
        }
    }

    private static AmesNetwork load(StateDict weights) {
        return AmesNetwork.load(weights, AmesOptions.on(ComputeDevice.CPU));
    }

    private static void assertFails(Runnable call, ErrorCode code, String... parts) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
