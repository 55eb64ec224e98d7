package io.patchrank.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.testing.SharedFiles;
import io.patchrank.pickle.PickleBytes;
import io.patchrank.pickle.TorchBytes;
import io.patchrank.pickle.TorchBytes.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private final Path file;

    CheckpointTest(@TempDir Path folder) {
        this.file = folder.resolve("weights.bin");
    }

    @ParameterizedTest
    @CsvSource({
        "ames/tiny_fp.pt, ames/tiny_fp_state.safetensors",
        "ames/tiny_binary.pt, ames/tiny_binary_state.safetensors",
        "ames/tiny_fp_legacy_zipfile_false.pt, ames/tiny_fp_state.safetensors",
        "detector/detector64.pt, detector/detector64_state.safetensors",
    })
    void torchFilesHoldTheTensorsOfTheReference(String name, String expectedName) {
        try (Checkpoint actual = Checkpoint.open(SharedFiles.require("golden/" + name));
                Checkpoint expected = Checkpoint.open(SharedFiles.require("golden/" + expectedName))) {
            assertThat(actual.weights().names())
                    .containsExactlyInAnyOrderElementsOf(expected.weights().names());
            expected.weights().tensors().forEach((key, tensor) -> {
                Tensor same = actual.weights().get(key, tensor.shape());
                assertThat(same.scalar_type().intern())
                        .isEqualTo(tensor.scalar_type().intern());
                assertThat(torch.equal(same, tensor)).as(key).isTrue();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "state", "state_dict", "model", "teacher", "model state_dict", "model teacher state"})
    void weightsAreFoundUnderTheUsualKeys(String wrappers) throws IOException {
        String[] keys = wrappers.isEmpty() ? new String[0] : wrappers.split(" ", -1);
        for (byte[] bytes : new byte[][] {TorchBytes.zip(two("module."), keys), TorchBytes.legacy(two(""), keys)}) {
            try (Checkpoint checkpoint = Checkpoint.open(Files.write(file, bytes))) {
                assertThat(checkpoint.weights().names()).containsExactly("w", "b");
                assertThat(checkpoint.weights().get("w").shape()).containsExactly(2, 2);
                assertThat(HostArrays.floats(checkpoint.weights().get("w"))).containsExactly(1, 2, 3, 4);
                assertThat(checkpoint.subject()).isEqualTo(file.toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DoubleStorage, 8, Double",
        "FloatStorage, 4, Float",
        "HalfStorage, 2, Half",
        "BFloat16Storage, 2, BFloat16",
        "LongStorage, 8, Long",
        "IntStorage, 4, Int",
        "ShortStorage, 2, Short",
        "CharStorage, 1, Char",
        "ByteStorage, 1, Byte",
        "BoolStorage, 1, Bool",
    })
    void everyElementTypeKeepsItsType(String storage, int width, ScalarType expected) throws IOException {
        LinkedHashMap<String, Values> tensors = new LinkedHashMap<>();
        tensors.put("t", new Values(storage, width, new byte[2 * width], 2));
        try (Checkpoint checkpoint = Checkpoint.open(Files.write(file, TorchBytes.zip(tensors)))) {
            Tensor tensor = checkpoint.weights().get("t", 2);
            assertThat(tensor.scalar_type().intern()).isEqualTo(expected);
            assertThat(HostArrays.floats(tensor)).containsExactly(0, 0);
        }
    }

    @Test
    void safetensorsAreOpenedWhateverTheirName() {
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        try (Tensor w = HostArrays.tensor(new float[] {1, 2}, 2)) {
            tensors.put("module.w", w);
            SafetensorsWriter.write(file, tensors, Map.of("made", "here"));
        }
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(HostArrays.floats(checkpoint.weights().get("w"))).containsExactly(1, 2);
            assertThat(checkpoint.metadata()).containsEntry("made", "here");
        }
    }

    @Test
    void transposedWeightsAreMadeDense() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        PickleBytes value = new PickleBytes().proto(2).raw("}").text("t");
        long[] shape = {2, 2};
        entries.put(
                "a/data.pkl",
                TorchBytes.tensor(value, "FloatStorage", "0", 4, 0, shape, new long[] {1, 2}, false)
                        .raw("s")
                        .stop());
        entries.put("a/data/0", Values.floats(new float[] {1, 2, 3, 4}, 4).data());
        try (Checkpoint checkpoint = Checkpoint.open(Files.write(file, TorchBytes.archive(entries)))) {
            assertThat(HostArrays.floats(checkpoint.weights().get("t", 2, 2))).containsExactly(1, 3, 2, 4);
        }
    }

    @Test
    void whatIsNoWeightsIsNamed() throws IOException {
        assertInvalid(value("}").text("epoch").integer(3).raw("s"), "holds no weights; it has the keys [epoch]");
        assertInvalid(value("]"), "the value is no dict of weights but a list of 0 items");
        PickleBytes more = value("}").text("w");
        TorchBytes.tensor(more, "FloatStorage", "0", 1, 0, new long[0], new long[0], false);
        more.raw("s").text("epoch").integer(3).raw("s").text("optimizer").raw("}s");
        assertInvalid(more, "holds more than weights: [optimizer: a dict of 0 entries]");
        assertInvalid(value("cargparse\nNamespace\n)R"), "argparse.Namespace");
    }

    @Test
    void otherFilesAreNamed() throws IOException {
        Files.writeString(file, "<html>404 not found</html>");
        assertInvalid("neither safetensors nor of torch.save");
        Files.write(file, new byte[0]);
        assertInvalid("neither safetensors nor of torch.save");
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> Checkpoint.open(file.resolveSibling("none")).close())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        Files.delete(file);
        Files.createDirectory(file);
        assertInvalid("is a folder or device");
    }

    private static LinkedHashMap<String, Values> two(String prefix) {
        LinkedHashMap<String, Values> tensors = new LinkedHashMap<>();
        tensors.put(prefix + "w", Values.floats(new float[] {1, 2, 3, 4}, 2, 2));
        tensors.put(prefix + "b", new Values("LongStorage", 8, new byte[8]));
        return tensors;
    }

    private static PickleBytes value(String start) {
        return new PickleBytes().proto(2).raw(start);
    }

    private void assertInvalid(PickleBytes value, String reason) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a/data.pkl", value.stop());
        entries.put("a/data/0", "four".getBytes(StandardCharsets.US_ASCII));
        Files.write(file, TorchBytes.archive(entries));
        assertInvalid(reason);
    }

    private void assertInvalid(String reason) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> Checkpoint.open(file).close())
                .withMessageContaining(file.toString())
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID));
    }
}
