package io.patchrank.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsFileTest {
    private final Path folder;

    SafetensorsFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource(SafetensorsType.class)
    void everyTypeSurvivesTheRoundTrip(SafetensorsType type) {
        Path file = folder.resolve("t.safetensors");
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        try (Tensor values = HostArrays.tensor(new float[] {0, 1, 1, 0, 1, 1}, 2, 3);
                Tensor typed = values.to(type.torch())) {
            tensors.put("odd", HostArrays.tensor(new float[] {7}, 1).to(ScalarType.Byte));
            tensors.put("t", typed);
            SafetensorsWriter.write(file, tensors, Map.of("made", "here"));
            try (SafetensorsFile opened = SafetensorsFile.open(file)) {
                assertThat(opened.metadata()).containsExactly(Map.entry("made", "here"));
                assertThat(opened.names()).containsExactly("odd", "t");
                assertThat(opened.tensor("t").scalar_type().intern()).isEqualTo(type.torch());
                assertThat(opened.tensor("t").shape()).containsExactly(2, 3);
                assertThat(torch.equal(opened.tensor("t"), typed)).isTrue();
            }
        }
    }

    @Test
    void emptyTensorAndScalarAreRead() throws IOException {
        Path file = write(
                "{\"e\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]},"
                        + "\"s\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}",
                floats(2.5f));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.tensor("e").shape()).containsExactly(0, 3);
            assertThat(HostArrays.floats(opened.tensor("s"))).containsExactly(2.5f);
        }
    }

    @Test
    void bufferIsReadLikeAFile() throws IOException {
        byte[] bytes = Files.readAllBytes(write(header("[2]", 0, 8), floats(1, 2)));
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        try (SafetensorsFile opened = SafetensorsFile.of("jar", direct)) {
            assertThat(HostArrays.floats(opened.tensor("w"))).containsExactly(1, 2);
        }
    }

    @Test
    void truncatedFileNamesFileAndTensor() throws IOException {
        byte[] whole = Files.readAllBytes(write(header("[4]", 0, 16), floats(1, 2, 3, 4)));
        Path cut = folder.resolve("cut.safetensors");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 5));
        assertInvalid(cut, "tensor w ends 5 bytes after the file");
        Files.write(cut, Arrays.copyOf(whole, 20));
        assertInvalid(cut, "cut short");
        Files.write(cut, new byte[3]);
        assertInvalid(cut, "only 3 bytes");
    }

    @Test
    void brokenHeadersAreRefused() throws IOException {
        byte[] data = floats(1, 2, 3, 4);
        assertInvalid(write("{\"w\"", data), "no JSON");
        assertInvalid(write("[1,2]   ", data), "no JSON object");
        assertInvalid(write(header("[3]", 0, 16), data), "tensor w takes 12 bytes but has 16");
        assertInvalid(write(header("[-4]", 0, 16), data), "tensor w has a number that is no size");
        assertInvalid(write(header("[9223372036854775807,8]", 0, 16), data), "impossible shape");
        assertInvalid(write(header("[2]", 8, 16), data), "tensor w follows a gap");
        assertInvalid(write(header("[2]", 0, 8), data), "8 bytes belong to no tensor");
        assertInvalid(write(header("[4]", 0, 16).replace("F32", "F8"), data), "tensor w has the unknown type F8");
        String twice = header("[4]", 0, 16);
        String overlap = twice.substring(0, twice.length() - 1) + ","
                + header("[2]", 4, 12).substring(1);
        assertInvalid(write(overlap, data), "no JSON: Duplicate");
        assertInvalid(write(overlap.replaceFirst("\"w\"", "\"v\""), data), "tensor w overlaps another");
    }

    @Test
    void missingFileIsNotFound() {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> SafetensorsFile.open(folder.resolve("none")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    private static void assertInvalid(Path file, String reason) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> SafetensorsFile.open(file).close())
                .withMessageContaining(file.toString())
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID));
    }

    private static String header(String shape, int begin, int end) {
        return "{\"w\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + "," + end + "]}}";
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("written.safetensors"), file.array());
    }
}
