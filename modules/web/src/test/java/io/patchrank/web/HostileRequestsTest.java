package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.TestPictures;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that want more of the server than an answer: lines in its headers, a second request, its memory. */
class HostileRequestsTest {
    private static final String INJECTED = "x-injected";

    @TempDir
    static Path root;

    static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                root.resolve("data"),
                Map.of("web.max-upload", "256KB", "web.upload-memory", "256KB", "web.sockjs.enabled", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String answerTo(String request) throws IOException {
        try (RawSocket socket = new RawSocket(server)) {
            return socket.say(request).rest();
        }
    }

    private static String head(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void nothingThatARequestSaysBecomesALineOfTheAnswersHead() throws Exception {
        for (String line : List.of(
                "X-Request-Id: a\rX-Injected: 1",
                "X-Request-Id: a\r\n X-Injected: 1",
                "X-Request-Id: a\r\n\tX-Injected: 1",
                "X-Request-Id: a%0d%0aX-Injected: 1",
                "X-Request-Id: a\u0000\u000bX-Injected: 1",
                "X-Request-Id: a\u0085X-Injected: 1",
                "Origin: http://localhost\rX-Injected: 1",
                "If-None-Match: \"x\"\rX-Injected: 1",
                "Accept: text/event-stream\rX-Injected: 1")) {
            String answer = answerTo(
                    "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\n" + line + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 ");
            assertThat(head(answer)).as(line).doesNotContain(INJECTED);
        }
        for (String target : List.of(
                "/api/v1/images/%0d%0aX-Injected:%201",
                "/%0d%0aX-Injected:%201",
                "/api/v1/jobs/%0d%0aX-Injected:%201",
                "/api/v1/images?limit=%0d%0aX-Injected:%201",
                "/eventbus/%0d%0aX-Injected:%201/x/xhr")) {
            String answer = answerTo("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(target).startsWith("HTTP/1.1 40");
            assertThat(head(answer)).as(target).doesNotContain(INJECTED);
        }
    }

    @Test
    void nameOfAnUploadComesBackInNoHeader() throws Exception {
        for (String name : List.of("a.png%0d%0aX-Injected: 1", "a\rX-Injected: 1.png", "a\u2028X-Injected; 1.png")) {
            JsonObject row =
                    TestServer.ok(server.post("/api/v1/images", new Form().file("image", name, TestPictures.png(1))));
            String answer = answerTo("GET /api/v1/images/" + row.getString("id")
                    + "/file HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(head(answer))
                    .contains("content-disposition: inline; filename=\"" + row.getString("id") + "\"")
                    .doesNotContain(INJECTED);
        }
    }

    /** What one program takes for a body, another may take for the next request. */
    @Test
    void bodyOfTwoLengthsIsRefusedAndTheConnectionClosed() throws Exception {
        String smuggled = "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        for (String lengths : List.of(
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 0\r\nContent-Length: 5",
                "Content-Length: 0, 5",
                "Content-Length: -1",
                "Content-Length: +5",
                "Content-Length: 0x5",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
                "Content-Length : 5",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity")) {
            String answer = answerTo("POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\n" + lengths + "\r\n\r\n0\r\n\r\n" + smuggled);
            assertThat(answer).as(lengths).startsWith("HTTP/1.1 400");
            assertThat(answer.split("HTTP/1\\.1 \\d{3} ", -1)).as(lengths).hasSize(2);
        }
    }

    @Test
    void compressedBodiesAreRefusedUnread() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[64 << 20]);
        }
        for (String coding : List.of("gzip", "deflate", "br", "x-gzip", "identity, gzip")) {
            HttpResponse<String> refused = server.send(server.request("/api/v1/search")
                    .header("Content-Type", "application/json")
                    .header("Content-Encoding", coding)
                    .POST(BodyPublishers.ofByteArray(packed.toByteArray())));

            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(415);
            assertThat(new JsonObject(refused.body()).getString("subject")).isEqualTo("content-encoding");
        }
    }

    /** A few bytes of a deflated message may stand for a thousand times as many. */
    @Test
    void webSocketsAreNotCompressed() throws Exception {
        try (RawSocket socket = new RawSocket(server)) {
            String answer = socket.say("GET /eventbus/websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                            + "Sec-WebSocket-Extensions: permessage-deflate, x-webkit-deflate-frame\r\n\r\n")
                    .until("\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 101");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("sec-websocket-extensions");
        }
    }

    @Test
    void connectionIsNotUpgradedToHttp2() throws Exception {
        try (RawSocket socket = new RawSocket(server)) {
            assertThat(socket.say("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                                    + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n")
                            .until("\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void headOfARequestIsBounded() throws Exception {
        assertThat(answerTo("GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(answerTo("GET /livez HTTP/1.1\r\nHost: localhost\r\n" + "X-Many: 1\r\n".repeat(2_000) + "\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void formsAreBoundedInEveryPart() {
        Form field = new Form().field("limit", "1".repeat(100_000));
        Form fields = new Form();
        for (int i = 0; i < 1_000; i++) {
            fields.field("field" + i, "1");
        }
        Form files = new Form();
        for (int i = 0; i < 10; i++) {
            files.file("file" + i, "a.png", new byte[50_000]);
        }
        for (Form form : List.of(field, fields, files)) {
            assertThat(server.post("/api/v1/search", form).statusCode()).isIn(400, 413);
        }
    }

    /** In chunks, so that nothing is announced: before the first part, in the head of one, and behind the last. */
    @Test
    void whatStandsBetweenThePartsOfAFormIsBoundedToo() {
        String start = "----patchrank-test-boundary";
        String part = "--" + start + "\r\nContent-Disposition: form-data; name=\"limit\"";
        String much = "a".repeat(1 << 20);
        for (String body : List.of(
                much + "\r\n" + part + "\r\n\r\n1\r\n--" + start + "--\r\n",
                part + "; x=\"" + much + "\"\r\n\r\n1\r\n--" + start + "--\r\n",
                part + "\r\nX-Long: " + much + "\r\n\r\n1\r\n--" + start + "--\r\n",
                part + "\r\n\r\n1\r\n--" + start + "--\r\n" + much)) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            HttpResponse<String> refused = server.send(server.request("/api/v1/search")
                    .header("Content-Type", "multipart/form-data; boundary=" + start)
                    .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes))));
            assertThat(refused.statusCode()).as(body.substring(0, 120)).isIn(400, 413);
            assertThat(new JsonObject(refused.body()).getString("code")).isIn("BAD_REQUEST", "IMAGE_TOO_LARGE");
        }
    }

    @Test
    void jsonThatCostsMoreThanItWeighsIsRefused() {
        for (String body : List.of(
                "[".repeat(100_000),
                "{\"filter\":".repeat(5_000),
                "{\"id\":\"0\",\"filter\":" + "{\"not\":".repeat(900) + "{\"field\":\"a\",\"equals\":1}"
                        + "}".repeat(901),
                "{\"id\":\"0\",\"limit\":1e999999999}",
                "{\"id\":\"0\",\"limit\":" + "9".repeat(5_000) + "}",
                "{\"id\":\"0\",\"threshold\":1e-999999999,\"limit\":-1}",
                "{\"id\":\"0\",\"id\":\"0\",\"limt\":1}")) {
            HttpResponse<String> refused = server.send(server.request("/api/v1/search")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)));
            assertThat(refused.statusCode())
                    .as("%s: %s", body.substring(0, Math.min(60, body.length())), refused.body())
                    .isEqualTo(400);
        }
        assertThat(server.send(server.request("/api/v1/images?limit=1e999999999"))
                        .statusCode())
                .isEqualTo(400);
    }
}
