package io.patchrank.web.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.config.DataSize;
import io.patchrank.pipeline.config.OperationsConfig;
import io.patchrank.pipeline.health.Operations;
import io.patchrank.web.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsRoutesTest {
    private static final String TOKEN = "a read token of the test";

    @TempDir
    Path data;

    @Test
    void anybodyMayAskOnLoopbackWithoutTokens() {
        try (TestServer server = TestServer.start(data, Map.of())) {
            assertThat(server.get("/livez").getBoolean("live")).isTrue();
            JsonObject ready = server.get("/readyz");
            assertThat(ready.getBoolean("ready")).isTrue();
            assertThat(ready.getJsonArray("stages").stream().map(s -> ((JsonObject) s).getString("name")))
                    .contains("search", "web");
            HttpResponse<String> metrics = server.send(server.request("/metrics"));
            assertThat(metrics.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
            assertThat(metrics.body()).contains("patchrank_ready 1.0");
        }
    }

    @Test
    void withTokensMetricsAndReasonsAreForReaders() {
        try (TestServer server = TestServer.start(data, Map.of("web.read-tokens", TOKEN))) {
            Operations.of(server.vertx()).stop();

            assertThat(server.send(server.request("/livez")).statusCode()).isEqualTo(200);
            HttpResponse<String> ready = server.send(server.request("/readyz"));
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(new JsonObject(ready.body())).isEqualTo(new JsonObject().put("ready", false));
            assertThat(server.send(server.request("/metrics")).statusCode()).isEqualTo(401);

            String header = "Bearer " + TOKEN;
            assertThat(server.send(server.request("/readyz").header("Authorization", header))
                            .body())
                    .contains("it is stopping");
            assertThat(server.send(server.request("/metrics").header("Authorization", header))
                            .body())
                    .contains("patchrank_ready 0.0");
        }
    }

    @Test
    void tokenThatIsNotKnownIsRefused() {
        try (TestServer server = TestServer.start(data, Map.of("web.read-tokens", TOKEN, "stages", "web"))) {
            for (String path : List.of("/readyz", "/metrics")) {
                for (String header : List.of("Bearer of bad news", "Basic dXNlcjpzZWNyZXQ=")) {
                    HttpResponse<String> refused =
                            server.send(server.request(path).header("Authorization", header));
                    assertThat(refused.statusCode()).as(path + " " + header).isEqualTo(401);
                    assertThat(new JsonObject(refused.body()).getString("code")).isEqualTo("UNAUTHORIZED");
                }
            }
        }
    }

    @Test
    void ownPortNeedsNoToken() throws IOException {
        try (TestServer server = TestServer.start(data, Map.of("web.read-tokens", TOKEN))) {
            OperationsConfig config =
                    new OperationsConfig("127.0.0.1", freePort(), DataSize.parse("1MB"), Duration.ofSeconds(1));
            server.vertx().deployVerticle(new OperationsVerticle(config)).await();
            URI own = URI.create("http://127.0.0.1:" + config.port());

            assertThat(server.send(HttpRequest.newBuilder(own.resolve("/metrics")))
                            .body())
                    .contains("patchrank_stage_request_seconds");
            assertThat(server.send(HttpRequest.newBuilder(own.resolve("/readyz")))
                            .body())
                    .contains("stages");
            assertThat(server.send(HttpRequest.newBuilder(own.resolve("/api/v1/status")))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
