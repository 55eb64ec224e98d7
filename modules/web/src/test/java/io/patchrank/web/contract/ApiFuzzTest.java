package io.patchrank.web.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.TestPictures;
import io.patchrank.web.Form;
import io.patchrank.web.TestServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends requests made of the document, right ones and wrong ones, and checks every answer against it. The same seed makes
 * the same requests, but for the ids, which come of the folder's path.
 */
class ApiFuzzTest {
    private static final int REQUESTS = 1500;
    private static final long SEED = Long.getLong("patchrank.fuzz.seed", 20260101);
    private static final Set<String> BUSY = Set.of("OVERLOADED", "STAGE_UNAVAILABLE");

    @TempDir
    static Path root;

    static TestServer server;
    static ApiDocument document;
    static ResponseValidator answers;

    @BeforeAll
    static void start() throws Exception {
        Path photos = Files.createDirectories(root.resolve("photos"));
        for (int i = 0; i < 5; i++) {
            TestPictures.write(photos, i + ".png", i);
        }
        Files.writeString(photos.resolve("words.png"), "no picture");
        server = TestServer.start(
                root.resolve("data"),
                Map.of("watch.folders", photos.toString(), "web.max-upload", "1MB", "search.deadline", "60s"));
        document = ApiDocument.load(server.vertx())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        answers = ResponseValidator.create(server.vertx(), document.contract());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void noRequestMakesTheServerFailOrAnswerAnythingElseThanTheDocumentSays() {
        System.out.println("fuzz seed " + SEED + ", " + REQUESTS + " requests");
        RequestMaker maker = new RequestMaker(document, SEED, root.resolve("photos"));
        Map<String, Set<Integer>> statuses = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (int n = 0; n < REQUESTS; n++) {
            if (n % 50 == 0) {
                populate();
                maker.knows(
                        ids("/api/v1/images?limit=1000", "images"),
                        ids("/api/v1/images?state=REJECTED", "images"),
                        ids("/api/v1/jobs", "jobs"));
            }
            RequestMaker.Made made = maker.next();
            HttpResponse<byte[]> response = send(made);
            String what = n + ": " + made + " → " + response.statusCode() + " "
                    + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
            try {
                check(made, response, what);
            } catch (AssertionError e) {
                problems.add(String.valueOf(e.getMessage()));
            }
            statuses.computeIfAbsent(made.operation().getOperationId(), o -> new TreeSet<>())
                    .add(response.statusCode());
        }
        System.out.println("fuzz statuses " + statuses);
        assertThat(problems).isEmpty();
        assertThat(statuses).hasSize(document.operations().size());
        assertThat(statuses).allSatisfy((operation, seen) -> assertThat(seen)
                .as(operation)
                .anyMatch(status -> status < 300)
                .anyMatch(status -> status / 100 == 4));
    }

    /** There is always something to find, and something to try again. */
    private static void populate() {
        for (int i = 0; i < 3; i++) {
            server.post("/api/v1/images", new Form().file("image", "a.png", TestPictures.png(100 + i)));
        }
        server.post("/api/v1/images", new Form().file("image", "b.png", new byte[] {1, 2, 3}));
    }

    private static List<String> ids(String path, String field) {
        return server.get(path).getJsonArray(field).stream()
                .map(row -> ((JsonObject) row).getString("id"))
                .toList();
    }

    private static HttpResponse<byte[]> send(RequestMaker.Made made) {
        HttpRequest.Builder request = server.request(made.path()).method(made.method(), made.body());
        made.headers().forEach(request::header);
        if (!made.operation().getOperationId().equals("events")) {
            return server.send(request.build(), BodyHandlers.ofByteArray());
        }
        // A stream that does not end: its beginning will do.
        HttpResponse<InputStream> stream = server.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = stream.body()) {
            byte[] beginning = stream.statusCode() == 200 ? body.readNBytes(3) : body.readAllBytes();
            return new ReadResponse(stream, beginning);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void check(RequestMaker.Made made, HttpResponse<byte[]> response, String what) {
        int status = response.statusCode();
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (status >= 500) {
            String code = new JsonObject(Buffer.buffer(response.body())).getString("code");
            boolean late = status == 504 && made.hasDeadline() && code.equals("DEADLINE_EXCEEDED");
            assertThat(late || status == 503 && BUSY.contains(code)).as(what).isTrue();
        }
        if (made.wrong()) {
            assertThat(status / 100).as("refused: " + what).isEqualTo(4);
        }
        if (status == 405 || status == 304) {
            return;
        }
        Operation operation = made.operation();
        assertThat(operation.getResponse(status) != null || status >= 400)
                .as("declared: " + what)
                .isTrue();
        Map<String, String> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        try {
            answers.validate(
                            ValidatableResponse.create(
                                    status, headers, Buffer.buffer(response.body()), declared(operation, status, type)),
                            operation.getOperationId())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new AssertionError(what + ": " + e.getCause(), e);
        }
    }

    /** Where the document says {@code image/*}, any image is meant. */
    private static String declared(Operation operation, int status, String type) {
        return operation.getResponse(status) != null
                        && operation.getResponse(status).getContent().containsKey("image/*")
                        && type.startsWith("image/")
                ? "image/*"
                : type;
    }
}
