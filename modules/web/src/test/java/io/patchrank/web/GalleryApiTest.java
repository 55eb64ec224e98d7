package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.TestPictures;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of the gallery and done with it. */
class GalleryApiTest {
    @TempDir
    static Path root;

    static Path photos;
    static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        photos = Files.createDirectories(root.resolve("photos"));
        for (int i = 0; i < 3; i++) {
            TestPictures.write(photos, "church/" + i + ".png", i);
        }
        Files.writeString(photos.resolve("words.png"), "no picture");
        server = TestServer.start(root.resolve("data"), Map.of("watch.folders", photos.toString()));
        server.await(
                "/api/v1/status",
                s -> s.getJsonObject("gallery").getInteger("indexed") == 3
                        && s.getJsonObject("gallery").getInteger("rejected") == 1);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void statusTellsWhatRuns() {
        JsonObject status = server.get("/api/v1/status");

        assertThat(status.getBoolean("ready")).isTrue();
        assertThat(status.getBoolean("mayWrite")).isTrue();
        assertThat(status.getJsonArray("watched")).containsExactly(photos.toString());
        assertThat(status.getJsonObject("search").getInteger("maxLimit")).isEqualTo(1000);
        assertThat(status.getJsonObject("model").getString("name")).isEqualTo("colour grid");
    }

    @Test
    void rowsComeInPagesByStateAndWords() {
        JsonObject first = server.get("/api/v1/images?limit=2&state=INDEXED");
        JsonObject second = server.get("/api/v1/images?limit=2&state=INDEXED&after=" + first.getString("next"));
        JsonObject rejected = server.get("/api/v1/images?state=REJECTED,PENDING");
        JsonObject words = server.get("/api/v1/images?text=" + encoded("CHURCH 1.png"));
        JsonObject filtered = server.get("/api/v1/images?text=church&filter="
                + encoded(new JsonObject()
                        .put("sourcePrefix", photos + "/church/2")
                        .encode()));

        assertThat(first.getJsonArray("images")).hasSize(2);
        assertThat(second.getJsonArray("images")).hasSize(1);
        assertThat(second.getString("next")).isNull();
        assertThat(sources(rejected))
                .containsExactly(photos.resolve("words.png").toString());
        assertThat(sources(words))
                .containsExactly(photos.resolve("church/1.png").toString());
        assertThat(sources(filtered))
                .containsExactly(photos.resolve("church/2.png").toString());
    }

    @Test
    void uploadIsTakenInUnderItsFileNameWithoutFolders() {
        HttpResponse<String> put = server.post(
                "/api/v1/images",
                new Form()
                        .file("image", "../../etc/tower.png", TestPictures.png(77))
                        .field("metadata", "{\"city\": \"Paris\"}"));
        JsonObject row = TestServer.ok(put);

        assertThat(row.getString("action")).isEqualTo("indexed");
        assertThat(row.getJsonObject("metadata").getString("name")).isEqualTo("tower.png");
        assertThat(row.getJsonObject("metadata").getString("city")).isEqualTo("Paris");
        assertThat(row.getString("source")).startsWith(root.resolve("data").toString());

        JsonObject removed = TestServer.ok(server.delete("/api/v1/images/" + row.getString("id")));
        assertThat(removed.getString("state")).isEqualTo("REMOVED");
    }

    @Test
    void fileOfAWatchedFolderIsTakenInByItsPathAndNoOther() throws Exception {
        Path secret = TestPictures.write(root, "secret.png", 5);
        Path link = photos.resolve("link.txt");
        Files.createSymbolicLink(link, secret);

        JsonObject row = TestServer.ok(server.post(
                "/api/v1/images",
                new JsonObject().put("path", photos.resolve("church/0.png").toString())));
        assertThat(row.getString("action")).isEqualTo("unchanged");
        for (String path :
                List.of(secret.toString(), link.toString(), photos + "/../secret.png", "/etc/passwd", "no/such.png")) {
            HttpResponse<String> refused = server.post("/api/v1/images", new JsonObject().put("path", path));
            assertThat(refused.statusCode()).as(path).isIn(403, 404);
            assertThat(refused.body()).doesNotContain("root:");
        }
        Files.delete(link);
    }

    @Test
    void rejectedImageIsTriedAgain() {
        JsonObject row = server.get("/api/v1/images?state=REJECTED")
                .getJsonArray("images")
                .getJsonObject(0);

        JsonObject again =
                TestServer.ok(server.post("/api/v1/images/" + row.getString("id") + "/retry", new JsonObject()));
        assertThat(again.getString("action")).isEqualTo("rejected");
        assertThat(again.getString("code")).isEqualTo("UNSUPPORTED_FORMAT");
        HttpResponse<String> indexed = server.post("/api/v1/images/" + first() + "/retry", new JsonObject());
        assertThat(indexed.statusCode()).isEqualTo(409);
        assertThat(indexed.body()).contains("INDEXED; only a rejected one");
    }

    @Test
    void thumbnailIsASmallJpegThatIsSentOnce() {
        String path = "/api/v1/images/" + first() + "/thumbnail?size=32";
        HttpResponse<byte[]> picture = server.bytes(server.request(path));
        String tag = picture.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again = server.bytes(server.request(path).header("If-None-Match", tag));
        HttpResponse<byte[]> cached = server.bytes(server.request(path));

        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(picture.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(picture.body()).startsWith(0xff, 0xd8);
        assertThat(cached.body()).isEqualTo(picture.body());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void thumbnailNamedByItsVersionIsKeptForGood() {
        JsonObject row = server.get("/api/v1/images/" + first());
        String path = "/api/v1/images/" + first() + "/thumbnail?v=";

        assertThat(server.bytes(server.request(path + row.getString("sha256").substring(0, 16)))
                        .headers()
                        .firstValue("Cache-Control"))
                .contains("private, max-age=31536000, immutable");
        assertThat(server.bytes(server.request(path + "0123456789abcdef"))
                        .headers()
                        .firstValue("Cache-Control"))
                .contains("private, no-cache");
    }

    @Test
    void fileIsServedAsItIs() throws Exception {
        JsonObject row = server.get("/api/v1/images/" + first());
        HttpResponse<byte[]> file = server.bytes(server.request("/api/v1/images/" + first() + "/file"));

        assertThat(file.body()).isEqualTo(Files.readAllBytes(Path.of(row.getString("source"))));
        assertThat(file.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    /** Whatever calls itself a picture, no browser may take it for a page. */
    @Test
    void fileThatIsNoPictureIsNeverServedAsADocument() {
        JsonObject row = server.get("/api/v1/images?state=REJECTED")
                .getJsonArray("images")
                .getJsonObject(0);
        HttpResponse<byte[]> file = server.bytes(server.request("/api/v1/images/" + row.getString("id") + "/file"));

        assertThat(file.headers().firstValue("Content-Type").orElse(""))
                .doesNotContain("html")
                .doesNotContain("svg");
    }

    private static String first() {
        return server.get("/api/v1/images?limit=1&state=INDEXED")
                .getJsonArray("images")
                .getJsonObject(0)
                .getString("id");
    }

    private static List<String> sources(JsonObject page) {
        JsonArray images = page.getJsonArray("images");
        return images.stream()
                .map(row -> ((JsonObject) row).getString("source"))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
