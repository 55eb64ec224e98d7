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
import io.patchrank.pipeline.diagnosis.Check;
import io.patchrank.pipeline.diagnosis.Diagnosis;
import io.patchrank.torch.SafetensorsWriter;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that are re-ranked by {@code ames}, with checkpoints of made-up weights. */
class AmesSearchTest {
    /** Of the test extractor's local descriptors. */
    private static final int DIMENSION = 4;

    @TempDir
    Path root;

    private Path checkpoint(int localDimension, int bits) {
        Path file = root.resolve("ames-" + localDimension + "-" + bits + ".safetensors");
        SafetensorsWriter.write(file, new AmesCheckpoint(localDimension, bits, 16, 32, 2, false).tensors(), Map.of());
        return file;
    }

    private TestGallery start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(TestGallery.withoutWatch());
        all.putAll(settings);
        return TestGallery.start(root.resolve("data"), all);
    }

    private List<JsonObject> putSix(TestGallery gallery) {
        return IntStream.range(0, 6)
                .mapToObj(i -> gallery.put(TestPictures.write(root, "p" + i + ".png", i)))
                .toList();
    }

    private static SearchReply search(TestGallery gallery, JsonObject row, JsonObject wanted) {
        JsonObject body = SearchRequest.of(new QuerySource.Gallery(new ImageId(row.getString("id"))))
                .toJson()
                .put("rerank", "ames");
        return gallery.search(SearchRequest.fromJson(body.mergeIn(wanted)));
    }

    @Test
    void hitsAreOrderedByTheWeightedSum() {
        for (int bits : new int[] {0, 16}) {
            Map<String, String> settings = Map.of(
                    "rerank.ames.weights",
                    checkpoint(DIMENSION, bits).toString(),
                    "rerank.ames.descriptors",
                    "7",
                    "rerank.ames.lambda",
                    "0.25");
            try (TestGallery gallery = start(settings)) {
                JsonObject query = putSix(gallery).getFirst();
                double temperature = bits == 0 ? 0.30 : 0.10;
                SearchReply reply = search(gallery, query, new JsonObject());
                assertThat(reply.rerank()).isEqualTo("ames");
                assertThat(reply.hits()).hasSize(5);
                assertWeighted(reply.hits(), 0.25, temperature);
                // Again, now from the tokens kept, with options of the request.
                JsonObject options = new JsonObject().put("preset", "cvnet-fp");
                SearchReply other = search(gallery, query, new JsonObject().put("rerankOptions", options));
                assertWeighted(other.hits(), 0.85, 0.80);
                JsonObject shortlist = new JsonObject().put("shortlist", 2);
                assertThat(search(gallery, query, shortlist).scored()).isEqualTo(2);
            }
        }
    }

    private static void assertWeighted(List<Hit> hits, double lambda, double temperature) {
        for (Hit hit : hits) {
            double raw = hit.rerankScore().orElseThrow();
            double expected = lambda * hit.similarity() + (1 - lambda) / (1 + Math.exp(-temperature * raw));
            assertThat(hit.score()).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void withoutCheckpointTheAnswerSaysHowToConfigureOne() {
        try (TestGallery gallery = start(Map.of())) {
            JsonObject query = putSix(gallery).getFirst();
            assertFails(() -> search(gallery, query, new JsonObject()), ErrorCode.BAD_REQUEST, "rerank.ames.weights");
        }
        assertFails(() -> start(Map.of("rerank.default", "ames")), ErrorCode.CONFIG_INVALID, "ames.weights");
    }

    @Test
    void checkpointOfAnotherModelNamesBothDimensions() {
        try (TestGallery gallery =
                start(Map.of("rerank.ames.weights", checkpoint(384, 0).toString()))) {
            JsonObject query = putSix(gallery).getFirst();
            assertFails(
                    () -> search(gallery, query, new JsonObject()),
                    ErrorCode.MODEL_MISMATCH,
                    "descriptors of 4 dimensions",
                    "takes 384");
        }
    }

    @Test
    void doctorTellsWhatTheCheckpointIsAndWhetherItFits() {
        Check fits = amesCheck(checkpoint(384, 0).toString());
        assertThat(fits.detail()).contains("SHA-256", "full precision, descriptors of 384", "preset dinov2-fp");
        assertThat(fits.verdict()).isEqualTo(Check.Verdict.OK);
        Check other = amesCheck(checkpoint(768, 16).toString());
        assertThat(other.verdict()).isEqualTo(Check.Verdict.FAIL);
        assertThat(other.detail()).contains("binary (16 bits)", "have 384 dimensions");
        assertThat(amesCheck("absent.safetensors").detail()).contains("absent.safetensors");
    }

    private Check amesCheck(String weights) {
        return Diagnosis.run(TestGallery.config(root.resolve("data"), Map.of("rerank.ames.weights", weights))).stream()
                .filter(check -> check.name().equals("ames"))
                .findFirst()
                .orElseThrow();
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String... parts) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PatchrankException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(parts);
        });
    }
}
