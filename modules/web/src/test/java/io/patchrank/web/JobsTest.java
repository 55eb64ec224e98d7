package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.TestPictures;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that takes long. The folder is watched by name only: the stage that follows it does not run. */
class JobsTest {
    private static final String JOBS = "/api/v1/jobs";
    private static final JsonObject REMOVE_ALL =
            new JsonObject().put("type", "remove").put("filter", new JsonObject());
    private static final JsonObject ONE_IMAGE =
            new JsonObject().put("images", new JsonArray().add(new JsonObject().put("id", "0123456789abcdef")));

    @TempDir
    static Path root;

    static Path photos;
    static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        photos = Files.createDirectories(root.resolve("photos"));
        for (int i = 0; i < 20; i++) {
            TestPictures.write(photos, "many/" + i + ".png", i);
        }
        Files.writeString(photos.resolve("many/words.png"), "no picture");
        server = TestServer.start(
                root.resolve("data"),
                Map.of(
                        "watch.folders", photos.toString(),
                        "store.compact-grace", "1ms",
                        "stages", "decode,extract,store,index,search,rerank,web"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void folderIsTakenInWithProgressThenRemovedByAFilter() {
        JsonObject ingest = run(new JsonObject()
                .put("type", "ingest")
                .put("folder", photos.resolve("many").toString())
                .put("metadata", new JsonObject().put("album", "many")));

        assertThat(ingest.getString("state")).isEqualTo("DONE");
        assertThat(ingest.getInteger("total")).isEqualTo(21);
        assertThat(ingest.getInteger("done")).isEqualTo(21);
        assertThat(ingest.getInteger("failed")).isEqualTo(1);
        assertThat(ingest.getString("ended")).isNotNull();
        assertThat(indexed()).isEqualTo(20);

        JsonObject retried = run(new JsonObject().put("type", "retry-rejected"));
        assertThat(retried.getInteger("total")).isEqualTo(1);
        assertThat(retried.getInteger("failed")).isEqualTo(1);

        JsonObject removed = run(new JsonObject()
                .put("type", "remove")
                .put("filter", new JsonObject().put("field", "album").put("equals", "many")));
        assertThat(removed.getInteger("done")).isEqualTo(removed.getInteger("total"));
        assertThat(indexed()).isZero();
        JsonObject compacted = run(new JsonObject().put("type", "compact"));
        assertThat(compacted.getString("state")).isEqualTo("DONE");
        assertThat(compacted.getInteger("done")).isEqualTo(1);
        JsonObject gallery = server.get("/api/v1/status").getJsonObject("gallery");
        assertThat(gallery.getJsonObject("compaction").getLong("dead")).isGreaterThanOrEqualTo(20);
        assertThat(gallery.getJsonObject("compaction").getLong("deadImages")).isZero();
        assertThat(server.get(JOBS).getJsonArray("jobs").getJsonObject(0).getString("id"))
                .isEqualTo(compacted.getString("id"));
    }

    @Test
    void folderThatMayNotBeShownIsRefused() {
        HttpResponse<String> refused =
                server.post(JOBS, new JsonObject().put("type", "ingest").put("folder", root.toString()));

        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @Test
    void removingNeedsAFilterAndOthersTakeNoFolder() {
        assertThat(server.post(JOBS, new JsonObject().put("type", "remove")).body())
                .contains("\"filter\"");
        assertThat(server.post(JOBS, new JsonObject().put("type", "compact").put("filter", new JsonObject()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post(JOBS, new JsonObject().put("type", "remove").put("folder", "x"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post(
                                JOBS,
                                new JsonObject().put("type", "remove").put("filter", new JsonObject().put("fild", 1)))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void cancelledJobStopsAndKeepsWhatItHasDone() throws Exception {
        Path more = Files.createDirectories(photos.resolve("more"));
        for (int i = 0; i < 100; i++) {
            TestPictures.write(more, i + ".png", 1000 + i);
        }
        HttpResponse<String> started =
                server.post(JOBS, new JsonObject().put("type", "ingest").put("folder", more.toString()));
        String job = started.headers().firstValue("Location").orElseThrow();

        assertThat(started.statusCode()).isEqualTo(202);
        JsonObject ended = TestServer.ok(server.delete(job));
        assertThat(ended.getString("state")).isEqualTo("CANCELLED");
        assertThat(ended.getInteger("done")).isLessThan(100);
        assertThat(server.get(job)).isEqualTo(ended);
    }

    /** The gallery beside this server is the test's own. */
    @Test
    void jobThatIsOneTooManyIsRefusedBeforeItLooksForImages(@TempDir Path data) {
        try (TestServer gateway = TestServer.start(data, Map.of("stages", "web"))) {
            AtomicInteger listed = new AtomicInteger();
            Queue<Message<JsonObject>> waiting = new ConcurrentLinkedQueue<>();
            serve(gateway, Addresses.GALLERY_LIST, message -> {
                listed.incrementAndGet();
                message.reply(ONE_IMAGE);
            });
            serve(gateway, Addresses.GALLERY_REMOVE, waiting::add);
            for (int i = 0; i < 4; i++) {
                TestServer.ok(gateway.post(JOBS, REMOVE_ALL));
            }
            while (waiting.size() < 4) {
                TestServer.pause();
            }
            HttpResponse<String> refused = gateway.post(JOBS, REMOVE_ALL);
            waiting.forEach(message -> message.reply(new JsonObject()));

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("OVERLOADED");
            assertThat(listed).hasValue(4);
        }
    }

    @Test
    void waitingForRoomUsesUpNoAttempt(@TempDir Path data) {
        try (TestServer gateway = TestServer.start(data, Map.of("stages", "web"))) {
            Queue<PatchrankException> failures = new ConcurrentLinkedQueue<>(
                    Collections.nCopies(6, PatchrankException.overloaded("index", Duration.ofMillis(1))));
            failures.add(new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, "index", "for the test"));
            serve(gateway, Addresses.GALLERY_LIST, message -> message.reply(ONE_IMAGE));
            serve(gateway, Addresses.GALLERY_REMOVE, message -> {
                PatchrankException failure = failures.poll();
                if (failure == null) {
                    message.reply(new JsonObject());
                } else {
                    Failures.reply(message, failure);
                }
            });

            JsonObject job = run(gateway, REMOVE_ALL);
            assertThat(job.getString("state")).as(job.encode()).isEqualTo("DONE");
            assertThat(job.getInteger("done")).isEqualTo(1);
        }
    }

    private static void serve(TestServer gateway, String address, Handler<Message<JsonObject>> handler) {
        gateway.vertx().eventBus().consumer(address, handler);
    }

    private static JsonObject run(JsonObject request) {
        return run(server, request);
    }

    private static JsonObject run(TestServer asked, JsonObject request) {
        HttpResponse<String> started = asked.post(JOBS, request);
        TestServer.ok(started);
        return asked.await(started.headers().firstValue("Location").orElseThrow(), job -> !job.getString("state")
                .equals("RUNNING"));
    }

    private static int indexed() {
        JsonObject filter = new JsonObject().put("field", "album").put("equals", "many");
        String encoded = URLEncoder.encode(filter.encode(), StandardCharsets.UTF_8);
        return server.get("/api/v1/images?state=INDEXED&filter=" + encoded)
                .getJsonArray("images")
                .size();
    }
}
