package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.TestPictures;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event bus for browsers: what is allowed passes, nothing else does. */
class SockJsTest {
    private static final String READ = "read-token-0123456789";
    private static final String WRITE = "write-token-0123456789";

    @TempDir
    static Path root;

    static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                root.resolve("data"),
                Map.of(
                        "web.sockjs.enabled",
                        "true",
                        "web.sockjs.addresses",
                        "patchrank.search,patchrank.gallery.status,patchrank.gallery.put,patchrank.gallery.remove",
                        "web.read-tokens",
                        READ,
                        "web.write-tokens",
                        WRITE));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A browser's side of the bridge. */
    private static final class Browser implements AutoCloseable, WebSocket.Listener {
        private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream part = new ByteArrayOutputStream();
        private final HttpClient client = HttpClient.newHttpClient();
        private final WebSocket socket;

        Browser() {
            socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/eventbus/websocket"), this)
                    .join();
        }

        /** Without SockJS' own framing the bridge sends its JSON as binary messages. */
        @Override
        public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            part.writeBytes(bytes);
            if (last) {
                frames.add(new JsonObject(part.toString(StandardCharsets.UTF_8)));
                part.reset();
            }
            return WebSocket.Listener.super.onBinary(webSocket, data, last);
        }

        JsonObject say(String type, String address, String token, JsonObject body) throws InterruptedException {
            JsonObject frame =
                    new JsonObject().put("type", type).put("address", address).put("body", body);
            if (!type.equals("register")) {
                frame.put("replyAddress", "reply-1");
            }
            if (!token.isEmpty()) {
                frame.put("headers", new JsonObject().put("authorization", "Bearer " + token));
            }
            socket.sendText(frame.encode(), true).join();
            return type.equals("register") ? frame : frames.take();
        }

        @Override
        public void close() {
            socket.abort();
            client.close();
        }
    }

    @Test
    void requestsAreAnsweredAndEventsTold() throws Exception {
        try (Browser browser = new Browser()) {
            browser.say("register", "patchrank.events", READ, new JsonObject());
            JsonObject counts = browser.say("send", "patchrank.gallery.status", READ, new JsonObject());
            assertThat(counts.getString("address")).isEqualTo("reply-1");
            assertThat(counts.getJsonObject("body").getInteger("indexed")).isZero();

            JsonObject put = new JsonObject().put("image", TestPictures.png(3)).put("name", "three");
            JsonObject told = browser.say("send", "patchrank.gallery.put", WRITE, put);
            JsonObject other = browser.frames.take();
            assertThat(java.util.List.of(told.getString("address"), other.getString("address")))
                    .containsExactlyInAnyOrder("reply-1", "patchrank.events");
        }
    }

    @Test
    void tokensAreNeededHereToo() throws Exception {
        try (Browser browser = new Browser()) {
            refused(browser.say("send", "patchrank.gallery.status", "", new JsonObject()), "UNAUTHORIZED");
            refused(browser.say("send", "patchrank.gallery.remove", READ, new JsonObject()), "FORBIDDEN");
            refused(browser.say("send", "patchrank.gallery.remove", WRITE, new JsonObject()), "BAD_REQUEST");
        }
    }

    @Test
    void otherAddressesAreOutOfReach() throws Exception {
        try (Browser browser = new Browser()) {
            refused(browser.say("send", "patchrank.gallery.list", READ, new JsonObject()), "FORBIDDEN");
            refused(browser.say("send", "patchrank.stage.decode", WRITE, new JsonObject()), "FORBIDDEN");
            refused(browser.say("publish", "patchrank.events", WRITE, new JsonObject()), "FORBIDDEN");
        }
    }

    @Test
    void filesThatMayNotBeShownAreNoQueries() throws Exception {
        Path secret = TestPictures.write(root, "secret.png", 1);
        try (Browser browser = new Browser()) {
            refused(
                    browser.say("send", "patchrank.search", READ, new JsonObject().put("path", secret.toString())),
                    "UNREADABLE_FILE");
        }
    }

    /** Nobody has shown a token yet when a body comes. */
    @Test
    void bodiesAreSmall() throws Exception {
        String session = "/eventbus/000/bodies";
        // Vert.x closes the connection of every poll, so the next request needs one of its own.
        try (RawSocket poll = new RawSocket(server)) {
            poll.say("POST " + session + "/xhr HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                    .until("o\n");
        }
        String fits = "[\"{\\\"type\\\":\\\"ping\\\"}" + " ".repeat(200 << 10) + "\"]";

        assertThat(server.send(server.request(session + "/xhr_send").POST(BodyPublishers.ofString(fits)))
                        .statusCode())
                .isEqualTo(204);
        try (RawSocket socket = new RawSocket(server)) {
            String head = "POST " + session + "/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 262145\r\n\r\n";
            // Refused by what is announced: whoever were still sending might not hear the answer.
            assertThat(socket.say(head).until("\r\n\r\n")).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void pagesOfOtherSitesDoNotConnect() throws Exception {
        try (RawSocket socket = new RawSocket(server)) {
            assertThat(socket.say(
                                    "GET /eventbus/websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: https://evil.example\r\n\r\n")
                            .until("\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    private static void refused(JsonObject frame, String code) {
        assertThat(frame.getString("type")).isEqualTo("err");
        assertThat(frame.getString("address")).isEqualTo("reply-1");
        assertThat(new JsonObject(frame.getString("message")).getString("code")).isEqualTo(code);
    }
}
