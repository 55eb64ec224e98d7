package io.patchrank.storage.ames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file of the golden folder, against what the reference's reader returned and what was written into it. */
class AmesGoldenTest {
    private static final int IMAGES = 6;
    private static final int TOP_K = 20;
    private static final int DIMENSION = 16;

    private static Path golden(String name) {
        return SharedFiles.require("golden/hdf5/" + name);
    }

    @ParameterizedTest
    @CsvSource({
        "a_flat_f32.hdf5, features",
        "b_flat_f16.hdf5, features_f16",
        "c_compound_row.hdf5, features",
        "c2_compound_token_f16desc.hdf5, mixed",
        "d_chunk_gzip.hdf5, features",
        "d2_chunk_gzip_shuffle_partial.hdf5, features",
        "d3_latest_chunk_gzip.hdf5, features",
        "d4_lzf_resizable.hdf5, features",
        "e_virtual.hdf5, features"
    })
    void everyNumberIsTheOneThatWasWritten(String file, String tensor) {
        GoldenTensors expected = GoldenTensors.read(golden("expected.safetensors"));
        float[] full = expected.floats(tensor.equals("features_f16") ? "features_f16" : "features");
        float[] half = expected.floats("features_f16");

        try (DescriptorFile read = DescriptorFile.open(golden(file))) {
            assertThat(List.of(read.rows(), read.topK(), read.localDimension()))
                    .containsExactly(IMAGES, TOP_K, DIMENSION);
            for (int row = 0; row < IMAGES; row++) {
                LocalDescriptors locals = read.read(row, TOP_K);
                for (int i = 0; i < TOP_K; i++) {
                    int at = (row * TOP_K + i) * (5 + DIMENSION);
                    float[] numbers = {locals.x()[i], locals.y()[i], locals.scale()[i], locals.weight()[i]};
                    float[] written = {full[at], full[at + 1], full[at + 2], full[at + 4]};
                    assertThat(numbers)
                            .as("%s row %d descriptor %d", file, row, i)
                            .isEqualTo(written);
                    assertThat(locals.padding()[i]).isEqualTo(full[at + 3] != 0);
                    assertThat(Arrays.copyOfRange(locals.values(), i * DIMENSION, (i + 1) * DIMENSION))
                            .isEqualTo(Arrays.copyOfRange(
                                    tensor.equals("mixed") ? half : full, at + 5, at + 5 + DIMENSION));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a_flat_f32",
                "b_flat_f16",
                "d_chunk_gzip",
                "d2_chunk_gzip_shuffle_partial",
                "d3_latest_chunk_gzip",
                "d4_lzf_resizable",
                "e_virtual"
            })
    void batchesAreThoseOfTheReferenceReader(String name) throws IOException {
        JsonObject readers = new JsonObject(Files.readString(golden("reader.json"))).getJsonObject("reader");
        try (DescriptorFile read = DescriptorFile.open(golden(name + ".hdf5"))) {
            for (int sequence : new int[] {7, 20, 50}) {
                JsonObject reader = readers.getJsonObject(name + "." + sequence);
                assertThat(read.rows()).isEqualTo(reader.getInteger("len"));
                assertThat(read.topK()).isEqualTo(reader.getInteger("topk"));
                assertThat(read.localDimension()).isEqualTo(reader.getInteger("local_dim"));
                for (String batch :
                        List.of("sorted", "unsorted", "duplicates", "single", "all_reversed", "tuple_like_rerank")) {
                    assertSameBatch(read, sequence, reader.getJsonObject(batch));
                }
            }
        }
    }

    private static void assertSameBatch(DescriptorFile read, int sequence, JsonObject expected) {
        List<LocalDescriptors> batch = read.read(integers(expected.getJsonArray("indices")), sequence);
        List<Integer> shape = integers(expected.getJsonArray("features_shape"));
        assertThat(batch).hasSize(shape.get(0));
        for (int i = 0; i < batch.size(); i++) {
            LocalDescriptors locals = batch.get(i);
            assertThat(List.of(locals.count(), locals.dimension())).containsExactly(shape.get(1), shape.get(2));
            assertThat(locals.count() - locals.validCount())
                    .isEqualTo(expected.getJsonArray("mask_sum_per_row").getInteger(i));
            double sum = IntStream.range(0, locals.values().length)
                    .mapToDouble(v -> locals.values()[v])
                    .sum();
            double expectedSum = expected.getJsonArray("features_sum_per_row").getDouble(i);
            assertThat(sum).isCloseTo(expectedSum, offset(Math.max(1e-4, 1e-6 * Math.abs(expectedSum))));
            JsonArray first = expected.getJsonArray("first_token_first3").getJsonArray(i);
            for (int v = 0; v < 3; v++) {
                assertThat(locals.values()[v]).isEqualTo(first.getFloat(v));
            }
        }
    }

    private static List<Integer> integers(JsonArray array) {
        return array.stream().map(n -> ((Number) n).intValue()).toList();
    }

    @Test
    void fullTensorsAreThoseOfTheReferenceReader() throws IOException {
        GoldenTensors tensors = GoldenTensors.read(golden("reader_a.safetensors"));
        JsonObject readers = new JsonObject(Files.readString(golden("reader.json"))).getJsonObject("reader");
        try (DescriptorFile read = DescriptorFile.open(golden("a_flat_f32.hdf5"))) {
            for (String name : tensors.names()) {
                if (!name.endsWith(".features")) {
                    continue;
                }
                String[] parts = name.split("\\.", -1);
                JsonObject batch =
                        readers.getJsonObject("a_flat_f32." + parts[0]).getJsonObject(parts[1]);
                List<LocalDescriptors> locals =
                        read.read(integers(batch.getJsonArray("indices")), Integer.parseInt(parts[0]));
                float[] features = tensors.floats(name);
                float[] masks = tensors.floats(name.replace(".features", ".mask"));
                int at = 0;
                int maskAt = 0;
                for (LocalDescriptors image : locals) {
                    int size = image.values().length;
                    assertThat(image.values()).isEqualTo(Arrays.copyOfRange(features, at, at + size));
                    at += size;
                    for (boolean padding : image.padding()) {
                        assertThat(padding).isEqualTo(masks[maskAt++] != 0);
                    }
                }
                assertThat(at).isEqualTo(features.length);
            }
        }
    }

    @Test
    void mergedSetIsReadFromWhereverItIsOpened() throws IOException {
        Path folder = golden("plus1m");
        JsonArray sums = new JsonObject(Files.readString(folder.resolve("expected.json")))
                .getJsonObject("from_project_root")
                .getJsonArray("row_abs_sum");
        try (DescriptorFile read = DescriptorFile.open(folder.resolve("data/roxford5k+1m/dinov2_gallery_local.hdf5"))) {
            assertThat(List.of(read.rows(), read.topK(), read.localDimension())).containsExactly(5, 4, 768);
            for (int row = 0; row < read.rows(); row++) {
                // Its masks are random numbers, which hide every descriptor: only the bare numbers can be compared.
                double sum = 0;
                for (float value : read.numbers(row, read.topK())) {
                    sum += Math.abs(value);
                }
                assertThat(sum).isCloseTo(sums.getDouble(row), withinPercentage(1e-4));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"dinov2_gallery_global.pt, global", "dinov2_cls_gallery_global.pt, cls"})
    void rawGlobalDescriptors(String file, String tensor) {
        float[] expected = GoldenTensors.read(golden("expected.safetensors")).floats(tensor);
        try (GlobalFile byRows = GlobalFile.ofRows(golden(file), IMAGES);
                GlobalFile byDimension = GlobalFile.ofDimension(golden(file), 8)) {
            assertThat(byRows.dimension()).isEqualTo(8);
            assertThat(byDimension.rows()).isEqualTo(IMAGES);
            for (int row = 0; row < IMAGES; row++) {
                assertThat(byRows.read(row)).isEqualTo(Arrays.copyOfRange(expected, row * 8, row * 8 + 8));
                assertThat(byDimension.read(row)).isEqualTo(byRows.read(row));
            }
        }
    }

    @Test
    void imageListsNameAsManyImagesAsTheirFileHasRows() {
        for (String part : List.of("xaa", "xab")) {
            ImageList list = ImageList.read(golden(part));
            try (DescriptorFile read = DescriptorFile.open(golden("dinov2_local_" + part + ".hdf5"))) {
                assertThat(list.size()).isEqualTo(read.rows());
            }
        }
        assertThat(ImageList.read(golden("xaa")).entries())
                .extracting(ImageList.Entry::name)
                .containsExactly("img0.jpg", "img1.jpg", "img2.jpg", "img3.jpg");
    }
}
