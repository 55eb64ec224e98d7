package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.Hit;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.ames.AmesCheckpoint;
import io.patchrank.torch.SafetensorsWriter;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Galleries that keep binary codes, with checkpoints of made-up weights. */
class BinaryCodesTest {
    private static final int IMAGES = 8;
    /** Of 16 descriptors an image. */
    private static final int CODES = 7;

    @TempDir
    Path root;

    /** Of descriptors as the test extractor makes them; {@code layers} tells one projection's networks apart. */
    private Path checkpoint(int bits, int layers) {
        Path file = root.resolve("ames-" + bits + "-" + layers + ".safetensors");
        SafetensorsWriter.write(file, new AmesCheckpoint(4, bits, 16, 32, layers, false).tensors(), Map.of());
        return file;
    }

    private Map<String, String> settings(String codes, Path checkpoint) {
        Map<String, String> all = new HashMap<>(TestGallery.withoutWatch());
        all.put("rerank.default", "ames");
        all.put("rerank.ames.weights", checkpoint.toString());
        all.put("rerank.ames.descriptors", Integer.toString(CODES));
        all.put("store.codes", codes);
        all.put("store.code-descriptors", Integer.toString(CODES));
        all.put("store.segment-images", "3");
        return all;
    }

    private TestGallery start(String codes) {
        return start(codes, checkpoint(16, 2));
    }

    private TestGallery start(String codes, Path checkpoint) {
        return TestGallery.start(root.resolve(codes), settings(codes, checkpoint));
    }

    private List<JsonObject> putAll(TestGallery gallery) {
        return IntStream.range(0, IMAGES)
                .mapToObj(i -> gallery.put(TestPictures.write(root, "p" + i + ".png", i)))
                .toList();
    }

    private static SearchReply search(TestGallery gallery, QuerySource query, JsonObject wanted) {
        return gallery.search(
                SearchRequest.fromJson(SearchRequest.of(query).toJson().mergeIn(wanted)));
    }

    private static QuerySource upload(long seed) {
        return new QuerySource.Bytes(TestPictures.png(seed));
    }

    private static QuerySource stored(JsonObject row) {
        return new QuerySource.Gallery(new ImageId(row.getString("id")));
    }

    /**
     * Codes are made of float32 descriptors, while the network binarises those that were rounded to float16: a sign could
     * differ only where a projection is within 5e-4 of zero, which none of these pictures has; then the scores are equal
     * but for the order of sums.
     */
    @ParameterizedTest
    @ValueSource(strings = {"beside", "only"})
    void scoresAreThoseOfAsManyDescriptors(String codes) {
        try (TestGallery floats = start("none");
                TestGallery coded = start(codes)) {
            putAll(floats);
            putAll(coded);
            for (int seed = 0; seed < IMAGES; seed++) {
                SearchReply expected = search(floats, upload(seed), new JsonObject());
                SearchReply found = search(coded, upload(seed), new JsonObject());
                assertThat(found.scored()).isEqualTo(IMAGES);
                assertSame(found.hits(), expected.hits());
            }
        }
    }

    private static void assertSame(List<Hit> found, List<Hit> expected) {
        assertThat(found)
                .extracting(Hit::id)
                .containsExactlyElementsOf(expected.stream().map(Hit::id).toList());
        for (int i = 0; i < expected.size(); i++) {
            double raw = expected.get(i).rerankScore().orElseThrow();
            assertThat(found.get(i).rerankScore().orElseThrow().doubleValue()).isCloseTo(raw, within(1e-4));
        }
    }

    @Test
    void onlyCodesAreOnDiskAndReadable() throws IOException {
        List<JsonObject> rows;
        try (TestGallery gallery = start("only")) {
            rows = putAll(gallery);
        }
        assertThat(root.resolve("only/features/shard-0000000000.hdf5")).exists();
        assertThat(root.resolve("only/features/format.properties")).content().contains("codes=only", "codeBits=16");
        try (TestGallery gallery = start("only")) {
            for (JsonObject row : rows) {
                SearchReply reply = search(gallery, stored(row), new JsonObject());
                assertThat(reply.scored()).isEqualTo(IMAGES - 1);
                assertThat(reply.hits()).extracting(hit -> hit.id().value()).doesNotContain(row.getString("id"));
            }
        }
    }

    @Test
    void aStoredQueryIsComparedByItsCodes() {
        try (TestGallery floats = start("none");
                TestGallery coded = start("only")) {
            List<JsonObject> rows = putAll(floats);
            putAll(coded);
            JsonObject few = new JsonObject().put("rerankOptions", new JsonObject().put("queryDescriptorCount", CODES));
            for (JsonObject row : rows) {
                assertSame(
                        search(coded, stored(row), new JsonObject()).hits(),
                        search(floats, stored(row), few).hits());
            }
        }
    }

    @Test
    void copiesAndRenamesNeedNoStoredGlobals() throws IOException {
        try (TestGallery gallery = start("only")) {
            putAll(gallery);
            Path copy = TestPictures.write(root, "copy.png", 3);
            assertThat(gallery.put(copy).getString("action")).isEqualTo("copied");
            Path renamed = Files.move(root.resolve("p5.png"), root.resolve("renamed.png"));
            assertThat(gallery.put(renamed).getString("action")).isEqualTo("renamed");

            SearchReply reply = search(gallery, upload(3), new JsonObject());
            assertThat(reply.hits()).hasSize(IMAGES + 1);
            assertThat(reply.hits()).filteredOn(hit -> hit.similarity() > 0.999).hasSize(2);
            assertThat(search(gallery, upload(5), new JsonObject()).hits())
                    .filteredOn(hit -> hit.similarity() > 0.999)
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.source()).endsWith("renamed.png"));
        }
    }

    @Test
    void whatReadsDescriptorsIsRefusedWhereOnlyCodesAreKept() {
        try (TestGallery gallery = start("only")) {
            putAll(gallery);
            JsonObject mutualNn = new JsonObject().put("rerank", "mutual-nn");
            assertFails(
                    () -> search(gallery, upload(1), mutualNn), ErrorCode.BAD_REQUEST, "mutual-nn", "ask for ames or");
            JsonObject none = new JsonObject().put("rerank", "none");
            assertThat(search(gallery, upload(1), none).hits()).hasSize(IMAGES);
        }
        try (TestGallery gallery = start("beside")) {
            putAll(gallery);
            JsonObject mutualNn = new JsonObject().put("rerank", "mutual-nn");
            assertThat(search(gallery, upload(1), mutualNn).scored()).isEqualTo(IMAGES);
        }
    }

    @Test
    void settingsThatDoNotGoTogetherAreRefused() {
        Map<String, String> withoutCheckpoint = Map.of("store.codes", "beside");
        assertFails(() -> TestGallery.config(root, withoutCheckpoint), ErrorCode.CONFIG_INVALID, "rerank.ames.weights");
        Map<String, String> mutualNn = Map.of("store.codes", "only", "rerank.ames.weights", "ames.pt");
        assertFails(() -> TestGallery.config(root, mutualNn), ErrorCode.CONFIG_INVALID, "rerank.default");
        Path fullPrecision = checkpoint(0, 2);
        assertFails(
                () -> start("beside", fullPrecision),
                ErrorCode.CONFIG_INVALID,
                "rerank.ames.weights",
                fullPrecision.toString(),
                "full precision");
        assertFails(() -> start("only", root.resolve("absent.pt")), ErrorCode.CONFIG_INVALID, "absent.pt");
    }

    @Test
    void anotherProjectionIsRefusedAnotherNetworkIsNot() {
        try (TestGallery gallery = start("only")) {
            putAll(gallery);
        }
        assertFails(() -> start("only", checkpoint(8, 2)), ErrorCode.MODEL_MISMATCH, "format.properties");
        try (TestGallery gallery = start("only", checkpoint(16, 3))) {
            assertThat(search(gallery, upload(1), new JsonObject()).scored()).isEqualTo(IMAGES);
        }
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String... parts) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PatchrankException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(parts);
        });
    }
}
