package io.patchrank.models.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.patchrank.models.detector.SpatialAttention.Detected;
import io.patchrank.torch.Checkpoint;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.StateDict;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpatialAttentionTest {
    private static final int WIDTH = 6;
    private static final float TOLERANCE = 1e-5f;

    /** The second input has values so large that softplus gives back its input. */
    @ParameterizedTest
    @CsvSource({
        "detector64_state.safetensors,''",
        "detector64_state.safetensors,_big",
        "detector64.pt,''",
        "detector64.pt,_big"
    })
    void amesNumbersComeOut(String weights, String suffix) {
        GoldenTensors golden = GoldenTensors.read(SharedFiles.require("golden/detector/detector64_io.safetensors"));
        try (Checkpoint checkpoint = Checkpoint.open(SharedFiles.require("golden/detector/" + weights));
                SpatialAttention detector = SpatialAttention.load(checkpoint.weights(), 64, ComputeDevice.CPU)) {
            assertDetects(detector, rows(golden, "x" + suffix), 64, detected -> {
                assertThat(HostArrays.floats(detected.descriptors()))
                        .containsExactly(rows(golden, "features" + suffix), within(TOLERANCE));
                assertThat(HostArrays.floats(detected.weights()))
                        .containsExactly(golden.floats("attention" + suffix), within(TOLERANCE));
                if (suffix.isEmpty()) {
                    assertThat(HostArrays.floats(detected.scores()))
                            .containsExactly(golden.floats("conv2_out"), within(TOLERANCE));
                }
            });
        }
    }

    /** [1, D, H, W] to [N, D]. */
    private static float[] rows(GoldenTensors golden, String name) {
        int[] shape = golden.shape(name);
        return NativeScope.compute(
                name,
                () -> HostArrays.floats(HostArrays.tensor(golden.floats(name), 1, shape[1], (long) shape[2] * shape[3])
                        .transpose(1, 2)));
    }

    @Test
    void everyPatchIsProjectedNormalisedAndWeighed() {
        SequencedMap<String, Tensor> weights = TinyDetector.random(3, WIDTH);
        float[] patches = {1, -2, 3, 0.5f, 0, 1, 40, -90, 10, 0, 3, -7, 0, 0, 0, 0, 0, 0};
        try (SpatialAttention detector = load(weights)) {
            assertThat(detector.dimension()).isEqualTo(WIDTH);
            assertDetects(detector, patches, WIDTH, detected -> {
                float[] descriptors = HostArrays.floats(detected.descriptors());
                float[] weighed = HostArrays.floats(detected.weights());
                for (int patch = 0; patch < 3; patch++) {
                    double[] y = projected(weights, patches, patch);
                    double length = 0;
                    double score = value(weights, "conv2.bias", 0);
                    for (int i = 0; i < WIDTH; i++) {
                        length += y[i] * y[i];
                        score += Math.max(y[i], 0) * value(weights, "conv2.weight", i);
                    }
                    for (int i = 0; i < WIDTH; i++) {
                        assertThat(descriptors[patch * WIDTH + i])
                                .isCloseTo((float) (y[i] / Math.sqrt(length)), within(TOLERANCE));
                    }
                    assertThat(weighed[patch]).isCloseTo((float) Math.log1p(Math.exp(score)), within(TOLERANCE * 10));
                }
            });
        }
    }

    private static double[] projected(Map<String, Tensor> weights, float[] patches, int patch) {
        double[] y = new double[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            double sum = value(weights, "conv1.bias", i);
            for (int j = 0; j < WIDTH; j++) {
                sum += value(weights, "conv1.weight", i * WIDTH + j) * patches[patch * WIDTH + j];
            }
            double deviation = Math.sqrt(value(weights, "bn.running_var", i) + 1e-5);
            y[i] = (sum - value(weights, "bn.running_mean", i)) / deviation * value(weights, "bn.weight", i)
                    + value(weights, "bn.bias", i);
        }
        return y;
    }

    private static double value(Map<String, Tensor> weights, String name, int index) {
        Tensor tensor = weights.get(name);
        return tensor == null ? Double.NaN : HostArrays.floats(tensor)[index];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv1.weight",
                "conv1.bias",
                "bn.weight",
                "bn.bias",
                "bn.running_mean",
                "bn.running_var",
                "conv2.weight",
                "conv2.bias"
            })
    void missingTensorIsNamed(String name) {
        SequencedMap<String, Tensor> weights = TinyDetector.random(1, WIDTH);
        weights.remove(name);
        assertInvalid(weights, "tensor " + name + " is missing");
    }

    @ParameterizedTest
    @CsvSource({"conv1.weight,7", "bn.bias,1", "conv2.weight,0.5"})
    void tensorOfAnotherShapeIsNamed(String name, double factor) {
        SequencedMap<String, Tensor> weights = TinyDetector.random(1, WIDTH);
        long side = Math.round(factor * WIDTH) + 1;
        weights.put(name, HostArrays.tensor(new float[(int) (side * WIDTH)], side, WIDTH, 1, 1));
        assertInvalid(weights, "tensor " + name + " has the shape [" + side + ", 6, 1, 1]");
    }

    @Test
    void detectorOfAnotherNetworkIsRefused() {
        assertInvalid(
                TinyDetector.random(1, 4), "tensor conv1.weight takes patches of 4 numbers, those of the model have 6");
    }

    @Test
    void damagedNumbersAreRefused() {
        SequencedMap<String, Tensor> weights = TinyDetector.random(1, WIDTH);
        weights.put("bn.running_var", HostArrays.tensor(new float[] {1, 1, 1, 1, 1, -1}, WIDTH));
        assertInvalid(weights, "tensor bn.running_var holds variances below 0");
        weights = TinyDetector.random(1, WIDTH);
        weights.put("bn.bias", HostArrays.tensor(new float[] {1, 1, 1, 1, Float.NaN, 1}, WIDTH));
        assertInvalid(weights, "tensor bn.bias holds numbers that are not finite");
    }

    private static SpatialAttention load(Map<String, Tensor> weights) {
        return SpatialAttention.load(StateDict.owning("detector.pt", weights), WIDTH, ComputeDevice.CPU);
    }

    private static void assertInvalid(Map<String, Tensor> weights, String reason) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> load(weights).close())
                .withMessageContaining("detector.pt")
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID));
    }

    private static void assertDetects(
            SpatialAttention detector, float[] patches, int width, Consumer<Detected> assertion) {
        NativeScope.compute("detect", () -> {
            assertion.accept(detector.detect(HostArrays.tensor(patches, 1, patches.length / width, width)));
            return true;
        });
    }
}
