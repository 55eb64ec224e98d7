package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.TestPictures;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens, as it happens. */
class EventsTest {
    private static final String EVENTS = "/api/v1/events";

    @TempDir
    static Path root;

    static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(root.resolve("data"), Map.of("web.max-streams", "3"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** An open stream of events. */
    private static final class Listener implements AutoCloseable {
        private final BufferedReader lines;

        Listener() {
            InputStream stream = server.send(server.request(EVENTS).build(), BodyHandlers.ofInputStream())
                    .body();
            lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }

        /** Data of the next event of a kind. */
        JsonObject next(String kind) {
            try {
                String line;
                while ((line = lines.readLine()) != null) {
                    if (line.equals("event: " + kind)) {
                        return new JsonObject(lines.readLine().substring("data: ".length()));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new AssertionError("the stream ended");
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    @Test
    void listenersHearTheStatusAndWhatChanges() throws Exception {
        try (Listener listener = new Listener()) {
            assertThat(listener.next("status").getBoolean("ready")).isTrue();
            JsonObject put = TestServer.ok(
                    server.post("/api/v1/images", new Form().file("image", "a.png", TestPictures.png(1))));

            JsonObject happened = listener.next("gallery");
            assertThat(happened.getString("type")).isEqualTo("indexed");
            assertThat(happened.getJsonObject("image").getString("id")).isEqualTo(put.getString("id"));
            assertThat(listener.next("status").getJsonObject("gallery").getInteger("indexed"))
                    .isPositive();
        }
    }

    @Test
    void newcomerIsToldTheStatusOnce(@TempDir Path data) throws Exception {
        try (TestServer fresh = TestServer.start(data, Map.of("stages", "web"));
                RawSocket listener = new RawSocket(fresh)) {
            listener.say("GET " + EVENTS + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .until("event: status");
            fresh.vertx().eventBus().publish(Addresses.EVENTS, new JsonObject().put("type", "test"));
            String next = listener.until("event: gallery");

            assertThat(next).contains("\"version\"").doesNotContain("event: status");
        }
    }

    @Test
    void streamsAreCountedAndGivenBack() throws Exception {
        try (Listener first = new Listener();
                Listener second = new Listener();
                Listener third = new Listener()) {
            assertThat(first.next("status")).isNotNull();
            assertThat(second.next("status")).isNotNull();
            assertThat(third.next("status")).isNotNull();
            var refused = server.send(server.request(EVENTS));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(new JsonObject(refused.body()).getString("code")).isEqualTo("OVERLOADED");
        }
        while (true) {
            var again = server.send(server.request(EVENTS).build(), BodyHandlers.ofInputStream());
            again.body().close();
            if (again.statusCode() == 200) {
                return;
            }
            TestServer.pause();
        }
    }

    /** What listens, and what keeps a connection for later, must not hold up the end. */
    @Test
    void stoppingEndsStreamsAndIdleConnections(@TempDir Path data) throws Exception {
        TestServer stopped = TestServer.start(data, Map.of());
        try (RawSocket listening = new RawSocket(stopped);
                RawSocket idle = new RawSocket(stopped)) {
            listening
                    .say("GET " + EVENTS + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .until("event: status");
            idle.say("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").until("<title>");
            stopped.close();

            assertThat(listening.rest()).endsWith("0\r\n\r\n");
            assertThat(idle.rest()).isNotNull();
        }
    }

    /** A client that does not read is cut off at a bound, and the others hear everything. */
    @Test
    void slowListenerIsCutOff() throws Exception {
        try (RawSocket slow = new RawSocket(server);
                Listener quick = new Listener()) {
            slow.say("GET " + EVENTS + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(quick.next("status")).isNotNull();
            slow.until("event: status");
            String padding = "x".repeat(100_000);
            for (int i = 0; i < 200; i++) {
                server.vertx()
                        .eventBus()
                        .publish(
                                Addresses.EVENTS,
                                new JsonObject().put("type", "test").put("n", i).put("padding", padding));
                assertThat(quick.next("gallery").getInteger("n")).isEqualTo(i);
            }
            assertThat(slow.rest()).doesNotContain("\"n\":199");
        }
    }
}
