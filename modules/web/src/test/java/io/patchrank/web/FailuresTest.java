package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.TestPictures;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal is a Failure with the status of its code. */
class FailuresTest {
    @TempDir
    static Path root;

    static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                root.resolve("data"),
                Map.of("web.max-upload", "64KB", "web.upload-memory", "128KB", "web.upload-timeout", "1s"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void requestIdIsTheCallersOrANewOne() {
        HttpResponse<String> own = server.send(server.request("/api/v1/status").header("X-Request-Id", "my-query.7"));
        HttpResponse<String> odd = server.send(server.request("/api/v1/nothing").header("X-Request-Id", "a b"));

        assertThat(own.headers().firstValue("X-Request-Id")).contains("my-query.7");
        String made = odd.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(made).isNotEqualTo("a b");
        failure(odd, 404, "NOT_FOUND");
        assertThat(new JsonObject(odd.body()).getString("requestId")).isEqualTo(made);
    }

    @Test
    void unknownImageIsNotFound() {
        failure(server.send(server.request("/api/v1/images/0123456789abcdef")), 404, "NOT_FOUND");
        failure(server.send(server.request("/api/v1/images/0123456789abcdef/thumbnail")), 404, "NOT_FOUND");
        failure(server.send(server.request("/api/v1/jobs/none")), 404, "NOT_FOUND");
    }

    @Test
    void methodThatAPathDoesNotTakeIsRefusedWithThoseItTakes() {
        HttpResponse<String> put = server.send(server.request("/api/v1/images").PUT(BodyPublishers.noBody()));

        failure(put, 405, "BAD_REQUEST");
        assertThat(put.headers().firstValue("Allow")).contains("GET, POST");
    }

    @Test
    void wrongParametersAreNamed() {
        assertThat(failure(server.send(server.request("/api/v1/images?limit=0")), 400, "BAD_REQUEST"))
                .isEqualTo("limit");
        assertThat(failure(server.send(server.request("/api/v1/images?state=INDEXED,GONE")), 400, "BAD_REQUEST"))
                .isEqualTo("state");
        assertThat(failure(server.send(server.request("/api/v1/images?limt=3")), 400, "BAD_REQUEST"))
                .isEqualTo("limt");
        assertThat(failure(server.send(server.request("/api/v1/images?limit=3&limit=4")), 400, "BAD_REQUEST"))
                .isEqualTo("limit");
        assertThat(failure(server.send(server.request("/api/v1/images/x")), 400, "BAD_REQUEST"))
                .isEqualTo("id");
        assertThat(failure(
                        server.send(server.request("/api/v1/images?filter=%7B%22fild%22%3A1%7D")), 400, "BAD_REQUEST"))
                .isNotEmpty();
    }

    @Test
    void wrongFieldsAreNamed() {
        assertThat(failure(server.post("/api/v1/search", new JsonObject().put("limit", "3")), 400, "BAD_REQUEST"))
                .isEqualTo("limit");
        assertThat(failure(server.post("/api/v1/search", new JsonObject().put("limt", 3)), 400, "BAD_REQUEST"))
                .isEqualTo("limt");
        assertThat(failure(server.post("/api/v1/search", new JsonObject()), 400, "BAD_REQUEST"))
                .isEqualTo("image");
        assertThat(failure(
                        server.post(
                                "/api/v1/search",
                                new Form().field("image", "text").field("limit", "1")),
                        400,
                        "BAD_REQUEST"))
                .isEqualTo("image");
        assertThat(failure(
                        server.post(
                                "/api/v1/search",
                                new Form().file("image", "a", new byte[1]).field("limit", "x")),
                        400,
                        "BAD_REQUEST"))
                .isEqualTo("limit");
    }

    @Test
    void fileThatIsNoImageIsToldBeforeItIsSearched() {
        failure(
                server.post(
                        "/api/v1/search",
                        new Form()
                                .file(
                                        "image",
                                        "a.png",
                                        "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                415,
                "UNSUPPORTED_FORMAT");
        failure(server.post("/api/v1/search", new Form().file("image", "a.png", new byte[0])), 422, "EMPTY_FILE");
        byte[] whole = TestPictures.png(1);
        failure(
                server.post(
                        "/api/v1/search",
                        new Form().file("image", "a.png", java.util.Arrays.copyOf(whole, whole.length / 2))),
                422,
                "TRUNCATED_IMAGE");
    }

    @Test
    void otherMediaTypesAreRefused() {
        HttpResponse<String> text = server.send(server.request("/api/v1/search")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(failure(text, 415, "BAD_REQUEST")).isEqualTo("content-type");
        HttpResponse<String> broken = server.send(server.request("/api/v1/search")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"id\": ")));
        assertThat(failure(broken, 400, "BAD_REQUEST")).isEqualTo("body");
        HttpResponse<String> unbounded = server.send(server.request("/api/v1/search")
                .header("Content-Type", "multipart/form-data")
                .POST(BodyPublishers.ofString("x")));
        failure(unbounded, 400, "BAD_REQUEST");
    }

    @Test
    void bodyAboveTheLimitIsRefusedWhetherAnnouncedOrNot() throws Exception {
        byte[] much = new byte[100_000];
        failure(server.post("/api/v1/search", new Form().file("image", "a.png", much)), 413, "IMAGE_TOO_LARGE");
        HttpResponse<String> chunked = server.send(server.request("/api/v1/search")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(much))));
        failure(chunked, 413, "IMAGE_TOO_LARGE");
    }

    @Test
    void bodyThatDoesNotComeIsGivenUpAndItsPlaceGiven() throws Exception {
        String head = "POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 60000\r\n\r\n{";
        try (RawSocket first = new RawSocket(server).say(head);
                RawSocket second = new RawSocket(server).say(head)) {
            TestServer.pause();
            HttpResponse<String> third;
            do {
                third = server.post("/api/v1/search", new Form().file("image", "a.png", new byte[50_000]));
            } while (third.statusCode() != 503);
            failure(third, 503, "OVERLOADED");
            assertThat(third.headers().firstValue("Retry-After")).contains("1");
            assertThat(first.rest()).contains("408", "web.upload-timeout");
            assertThat(second.rest()).contains("408");
        }
        failure(
                server.post("/api/v1/search", new Form().file("image", "a.png", new byte[50_000])),
                415,
                "UNSUPPORTED_FORMAT");
    }

    @Test
    void callerWhoGoesAwayLeavesNothingBehind() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RawSocket gone = new RawSocket(server)) {
                gone.say("POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 60000\r\n\r\n{\"id\"");
            }
        }
        HttpResponse<String> next;
        do {
            next = server.post("/api/v1/search", new Form().file("image", "a.png", new byte[50_000]));
        } while (next.statusCode() == 503);
        failure(next, 415, "UNSUPPORTED_FORMAT");
    }

    @Test
    void clientIsAskedToSendOnlyWhatWillBeTaken() throws Exception {
        try (RawSocket small = new RawSocket(server);
                RawSocket large = new RawSocket(server)) {
            String head = "POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: ";
            assertThat(small.say(head + "2\r\n\r\n").until("\r\n\r\n")).contains("100 Continue");
            assertThat(small.say("{}").rest()).contains("400 Bad Request");
            assertThat(large.say(head + "100000\r\n\r\n").rest()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void whatIsNoHttpIsAnsweredAsAFailureToo() throws Exception {
        try (RawSocket garbage = new RawSocket(server);
                RawSocket percent = new RawSocket(server);
                RawSocket behindId = new RawSocket(server);
                RawSocket longLine = new RawSocket(server)) {
            assertThat(garbage.say("HELLO\r\n\r\n").rest()).contains("400 Bad Request", "BAD_REQUEST");
            assertThat(percent.say(
                                    "GET /api/v1/images?text=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .rest())
                    .contains("400 Bad Request", "BAD_REQUEST");
            assertThat(behindId.say(
                                    "GET /api/v1/images/0?v=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .rest())
                    .contains("400 Bad Request", "BAD_REQUEST");
            assertThat(longLine.say("GET /" + "a".repeat(70_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .rest())
                    .contains("414 ", "BAD_REQUEST");
        }
    }

    /** Checks status and form; returns the subject. */
    private static String failure(HttpResponse<String> response, int status, String code) {
        JsonObject body = new JsonObject(response.body());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(body.getString("code")).isEqualTo(code);
        assertThat(body.getString("message")).isNotBlank();
        assertThat(body.getString("requestId")).isNotBlank();
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        return body.getString("subject");
    }
}
