package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageFilesTest {
    @TempDir
    static Path root;

    static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(root, Map.of("stages", "web"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void pageIsServedOnceAndThenKnown() {
        HttpResponse<String> page = server.send(server.request("/"));
        String tag = page.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = server.send(server.request("/index.html").header("If-None-Match", tag));

        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void headOfThePageHasNoBody() throws Exception {
        try (RawSocket socket = new RawSocket(server)) {
            assertThat(socket.say("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .rest())
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\n");
        }
    }

    /** A page has no parameters: what stands behind the question mark does not matter. */
    @Test
    void queryStringThatCannotBeDecodedIsNotLookedAt() throws Exception {
        for (String path : List.of("/?%zz", "/js/main.js?%zz", "/js/main.js?v=%zz")) {
            try (RawSocket socket = new RawSocket(server)) {
                assertThat(socket.say("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .rest())
                        .as(path)
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void nothingBesideThePageIsServed() throws Exception {
        for (String path : List.of(
                "/../openapi.yaml",
                "/..%2fopenapi.yaml",
                "/%2e%2e/openapi.yaml",
                "/page/../../openapi.yaml",
                "/.index.html",
                "/index.html%00.js",
                "/WebVerticle.class",
                "/..\\openapi.yaml",
                "//etc/passwd",
                "/package-info.class",
                "/index..html")) {
            try (RawSocket socket = new RawSocket(server)) {
                assertThat(socket.say("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .rest())
                        .as(path)
                        .matches("(?s)HTTP/1.1 40[04].*")
                        .doesNotContain("operationId");
            }
        }
    }

    @Test
    void textIsCompressedForThoseWhoTakeIt() {
        HttpResponse<byte[]> document =
                server.bytes(server.request("/api/v1/openapi.json").header("Accept-Encoding", "gzip"));

        assertThat(document.headers().firstValue("Content-Encoding")).contains("gzip");
    }

    /** A gateway whose stages have not come yet says so, and does not hang. */
    @Test
    void operationsWithoutTheirStageAreUnavailable() {
        HttpResponse<String> list = server.send(server.request("/api/v1/images"));

        assertThat(list.statusCode()).isEqualTo(503);
        assertThat(list.body()).contains("STAGE_UNAVAILABLE");
        assertThat(server.get("/api/v1/status").getBoolean("ready")).isFalse();
    }
}
