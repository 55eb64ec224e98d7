package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.TestPictures;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches and comparisons, with a ground truth. */
class SearchApiTest {
    private static final int IMAGES = 6;

    @TempDir
    static Path root;

    static Path photos;
    static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        photos = Files.createDirectories(root.resolve("photos"));
        for (int i = 0; i < IMAGES; i++) {
            TestPictures.write(photos, (i < 3 ? "church/" : "bridge/") + i + ".png", i);
        }
        Path truth = Files.writeString(root.resolve("groups.json"), """
                {"church": ["church/0.png", "church/1.png", "church/2.png", "church/lost.png"],
                 "bridge": ["bridge/3.png", "bridge/4.png"]}
                """);
        server = TestServer.start(
                root.resolve("data"), Map.of("watch.folders", photos.toString(), "web.truth", truth.toString()));
        server.awaitImages(IMAGES, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void uploadFindsItself() {
        JsonObject answer = search(new Form()
                .file("image", "query.png", TestPictures.png(4))
                .field("limit", "2")
                .field("rerankOptions", "{\"threshold\": 0.9}"));

        assertThat(sources(answer))
                .hasSize(2)
                .first()
                .isEqualTo(photos.resolve("bridge/4.png").toString());
        assertThat(answer.getString("rerank")).isEqualTo("mutual-nn");
        assertThat(answer.getInteger("queryWidth")).isEqualTo(96);
        assertThat(answer.getJsonArray("hits").getJsonObject(0).containsKey("correct"))
                .isFalse();
        assertThat(answer.containsKey("relevant")).isFalse();
    }

    @Test
    void bytesPathAndIdAskTheSame() {
        Path file = photos.resolve("church/1.png");
        JsonObject bytes = new JsonObject().put("image", Base64.getEncoder().encodeToString(TestPictures.png(1)));
        JsonObject path = new JsonObject().put("path", file.toString());

        assertThat(sources(search(bytes))).startsWith(file.toString()).hasSize(IMAGES);
        assertThat(sources(search(path))).isEqualTo(sources(search(bytes)));
        assertThat(sources(search(new JsonObject().put("id", id("church/1.png")))))
                .doesNotContain(file.toString())
                .hasSize(IMAGES - 1);
    }

    @Test
    void pathOutsideTheShownFoldersIsNoQuery() {
        Path secret = TestPictures.write(root, "secret.png", 1);

        HttpResponse<String> refused = server.post("/api/v1/search", new JsonObject().put("path", secret.toString()));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(new JsonObject(refused.body()).getString("code")).isEqualTo("UNREADABLE_FILE");
    }

    @Test
    void groundTruthTellsRightHitsOfAGalleryImage() {
        JsonObject answer = search(new JsonObject().put("id", id("church/1.png")));

        assertThat(answer.getInteger("relevant")).isEqualTo(2);
        answer.getJsonArray("hits").forEach(item -> {
            JsonObject hit = (JsonObject) item;
            assertThat(hit.getBoolean("correct"))
                    .as(hit.getString("source"))
                    .isEqualTo(hit.getString("source").contains("/church/"));
        });
    }

    @Test
    void groundTruthKnowsAnUploadByItsFileName() {
        JsonObject answer = search(new Form().file("image", "3.png", TestPictures.png(3)));

        assertThat(answer.getInteger("relevant")).isEqualTo(2);
        assertThat(answer.getJsonArray("hits").stream()
                        .filter(hit -> ((JsonObject) hit).getBoolean("correct"))
                        .map(hit -> ((JsonObject) hit).getString("source")))
                .containsExactlyInAnyOrder(
                        photos.resolve("bridge/3.png").toString(),
                        photos.resolve("bridge/4.png").toString());
    }

    @Test
    void explanationNamesMatchesByFractionsOfTheImages() {
        JsonObject answer =
                search(new JsonObject().put("id", id("church/1.png")).put("explain", true));
        JsonObject explanation = answer.getJsonArray("hits").getJsonObject(0).getJsonObject("explanation");

        assertThat(explanation.getString("formula")).isNotBlank();
        assertThat(explanation.getJsonArray("matches").size()).isLessThanOrEqualTo(100);
    }

    @Test
    void streamTellsTheGlobalOrderFirstAndTheAnswerLast() {
        HttpResponse<String> stream = server.send(server.request("/api/v1/search")
                .header("Accept", "text/event-stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        new JsonObject().put("id", id("church/1.png")).encode())));
        List<String> events = stream.body()
                .lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .toList();
        List<JsonObject> data = stream.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> new JsonObject(line.substring(6)))
                .toList();

        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(events).startsWith("global").endsWith("answer");
        assertThat(data.getFirst().getInteger("scored")).isZero();
        assertThat(data.getFirst().getInteger("relevant")).isEqualTo(2);
        assertThat(sources(data.getLast())).isEqualTo(sources(search(new JsonObject().put("id", id("church/1.png")))));
    }

    @Test
    void failureOfAStreamIsItsLastEvent() {
        HttpResponse<String> stream = server.send(server.request("/api/v1/search")
                .header("Accept", "text/event-stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"id\": \"0000000000000000\"}")));

        assertThat(stream.body()).contains("event: failure", "NOT_FOUND", "requestId");
    }

    @Test
    void twoImagesAreComparedWhateverTheyAreNamedBy() {
        JsonObject byId = new JsonObject().put("id", id("church/1.png"));
        JsonObject json = TestServer.ok(server.post(
                "/api/v1/compare",
                new JsonObject()
                        .put("query", byId)
                        .put(
                                "other",
                                new JsonObject()
                                        .put(
                                                "path",
                                                photos.resolve("church/2.png").toString()))));
        JsonObject form = TestServer.ok(server.post(
                "/api/v1/compare",
                new Form()
                        .file("queryImage", "1.png", TestPictures.png(1))
                        .file("otherImage", "1.png", TestPictures.png(1))
                        .field("maps", "false")));

        assertThat(json.getJsonObject("query").getInteger("width")).isEqualTo(96);
        assertThat(json.getInteger("matchCount"))
                .isEqualTo(json.getJsonArray("matches").size());
        assertThat(form.getDouble("similarity")).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-3));
        assertThat(form.getJsonObject("query").containsKey("attention")).isFalse();
    }

    @Test
    void comparisonIsDrawnForThoseWhoAskForAPicture() {
        Form form = new Form()
                .file("queryImage", "1.png", TestPictures.png(1))
                .field("other", new JsonObject().put("id", id("church/1.png")).encode())
                .field("lines", "10");
        HttpResponse<byte[]> picture = server.bytes(server.request("/api/v1/compare")
                .header("Accept", "image/png")
                .header("Accept-Encoding", "gzip")
                .header("Content-Type", form.contentType())
                .POST(form.body()));

        assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(picture.headers().firstValue("Content-Encoding").orElse("identity"))
                .as("a PNG is compressed already")
                .isEqualTo("identity");
        assertThat(picture.body()).startsWith(0x89, 'P', 'N', 'G');
    }

    private static JsonObject search(Form form) {
        return TestServer.ok(server.post("/api/v1/search", form));
    }

    private static JsonObject search(JsonObject body) {
        return TestServer.ok(server.post("/api/v1/search", body));
    }

    private static String id(String name) {
        JsonArray rows = server.get("/api/v1/images").getJsonArray("images");
        return rows.stream()
                .map(JsonObject.class::cast)
                .filter(row ->
                        row.getString("source").equals(photos.resolve(name).toString()))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }

    private static List<String> sources(JsonObject answer) {
        return answer.getJsonArray("hits").stream()
                .map(hit -> ((JsonObject) hit).getString("source"))
                .toList();
    }
}
