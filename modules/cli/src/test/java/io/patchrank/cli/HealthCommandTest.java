package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HealthCommandTest {
    @Test
    void readyServerIsHealthy() throws IOException {
        CliRun run = asked(200, "{\"ready\": true, \"reasons\": []}", url -> url + "/readyz");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("ok");
    }

    @Test
    void serverThatIsNotReadySaysWhy() throws IOException {
        CliRun run = asked(503, "{\"ready\": false, \"reasons\": [\"the disk is full\"]}", url -> url + "/readyz");
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.err()).contains("STAGE_UNAVAILABLE", "the disk is full");
    }

    @Test
    void whateverElseAnswersIsNotHealthy() throws IOException {
        CliRun run = asked(404, "<html>", url -> url);
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.err()).contains("status 404");
    }

    @Test
    void whereNobodyListensIsNotHealthy() {
        CliRun run = CliRun.of("health", "--url", "http://127.0.0.1:1/readyz");
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.err()).contains("no answer");
    }

    @Test
    void addressComesFromTheConfigurationWhereNoneIsGiven() {
        assertThat(CliRun.of("health", "--set", "operations.port=1", "--set", "operations.host=0.0.0.0")
                        .err())
                .contains("http://127.0.0.1:1/readyz");
        assertThat(CliRun.of("health", "--live", "--set", "web.port=2").err()).contains("http://127.0.0.1:2/livez");
        CliRun none = CliRun.of("health", "--set", "web.port=0");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("operations.port");
        assertThat(CliRun.of("health", "--url", "ftp://x").exitCode()).isEqualTo(2);
    }

    private static CliRun asked(int status, String body, UnaryOperator<String> path) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            return CliRun.of(
                    "health",
                    "--url",
                    path.apply("http://127.0.0.1:" + server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }
}
