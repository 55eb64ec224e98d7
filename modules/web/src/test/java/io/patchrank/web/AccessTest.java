package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call, and from where. */
class AccessTest {
    private static final String READ = "read-token-0123456789";
    private static final String WRITE = "write-token-0123456789";
    private static final String IMAGES = "/api/v1/images";
    private static final String UNKNOWN = IMAGES + "/0123456789abcdef";

    @TempDir
    static Path root;

    static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        Path file = Files.writeString(root.resolve("write.token"), WRITE + "\n");
        server = TestServer.start(
                root.resolve("data"),
                Map.of(
                        "web.host",
                        "0.0.0.0",
                        "web.read-tokens",
                        READ,
                        "web.write-tokens",
                        "@" + file,
                        "web.allowed-hosts",
                        "photos.example"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static HttpRequest.Builder with(String token, String path) {
        return to(path).header("Authorization", "Bearer " + token);
    }

    private static int status(HttpRequest.Builder request) {
        return server.send(request).statusCode();
    }

    @Test
    void readingNeedsAToken() {
        var refused = server.send(to(IMAGES));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"patchrank\"");
        assertThat(new JsonObject(refused.body()).getString("code")).isEqualTo("UNAUTHORIZED");
        assertThat(status(with(READ + "x", IMAGES))).isEqualTo(401);
        assertThat(status(to(IMAGES).header("Authorization", "Basic " + READ))).isEqualTo(401);
        assertThat(status(with(READ, IMAGES))).isEqualTo(200);
        assertThat(status(with(WRITE, IMAGES))).isEqualTo(200);
    }

    @Test
    void changingNeedsAWriteToken() {
        assertThat(status(to(UNKNOWN).DELETE())).isEqualTo(401);
        assertThat(status(with(READ, UNKNOWN).DELETE())).isEqualTo(403);
        assertThat(status(with(WRITE, UNKNOWN).DELETE())).isEqualTo(404);
    }

    @Test
    void statusTellsWhatTheCallerMayDo() {
        assertThat(TestServer.ok(server.send(with(READ, "/api/v1/status"))).getBoolean("mayWrite"))
                .isFalse();
        assertThat(TestServer.ok(server.send(with(WRITE, "/api/v1/status"))).getBoolean("mayWrite"))
                .isTrue();
    }

    @Test
    void pageAndDocumentAreThereForThoseWhoHaveYetToSignIn() {
        assertThat(status(to("/"))).isEqualTo(200);
        assertThat(status(to("/api/v1/openapi.json"))).isEqualTo(200);
    }

    @Test
    void namesThatAreNotThisServersAreRefused() throws Exception {
        assertThat(answerTo("Host: evil.example")).startsWith("HTTP/1.1 403");
        assertThat(answerTo("Host: photos.example")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("Host: PHOTOS.example:8080")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("Host: 192.168.1.7:8080")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("Host: [::1]:8080")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("X-None: 1")).startsWith("HTTP/1.1 40");
    }

    private static String answerTo(String header) throws Exception {
        try (RawSocket socket = new RawSocket(server)) {
            return socket.say("GET / HTTP/1.1\r\nConnection: close\r\n" + header + "\r\n\r\n")
                    .rest();
        }
    }

    @Test
    void pagesOfOtherSitesAreRefused() throws Exception {
        String own = "Host: photos.example\r\nOrigin: https://photos.example";
        assertThat(posted(own)).startsWith("HTTP/1.1 404");
        assertThat(posted("Host: localhost:8080\r\nOrigin: http://localhost:8080"))
                .startsWith("HTTP/1.1 404");
        assertThat(posted("Host: localhost:8080\r\nSec-Fetch-Site: same-origin"))
                .startsWith("HTTP/1.1 404");
        assertThat(posted("Host: localhost:8080")).startsWith("HTTP/1.1 404");

        assertThat(posted("Host: localhost:8080\r\nOrigin: http://localhost:3000"))
                .startsWith("HTTP/1.1 403");
        assertThat(posted("Host: localhost:8080\r\nOrigin: https://evil.example"))
                .startsWith("HTTP/1.1 403");
        assertThat(posted("Host: localhost:8080\r\nOrigin: null")).startsWith("HTTP/1.1 403");
        assertThat(posted("Host: localhost:8080\r\nSec-Fetch-Site: cross-site")).startsWith("HTTP/1.1 403");
        assertThat(posted("Host: localhost:8080\r\nSec-Fetch-Site: same-site")).startsWith("HTTP/1.1 403");
    }

    private static String posted(String headers) throws Exception {
        try (RawSocket socket = new RawSocket(server)) {
            return socket.say("POST " + UNKNOWN + "/retry HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n"
                            + "Authorization: Bearer " + WRITE + "\r\n" + headers + "\r\n\r\n")
                    .rest();
        }
    }

    @Test
    void nobodyIsLetInByCors() {
        var preflight = server.send(to(IMAGES)
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(preflight.headers().map().keySet())
                .noneMatch(h -> h.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    }

    @Test
    void browsersAreToldToLetNothingIn() {
        var headers = server.send(to("/")).headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'", "img-src 'self' data: blob:", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void openNetworkNeedsTokensOrAWord(@TempDir Path data) {
        assertThatThrownBy(() -> TestServer.config(data, Map.of("web.host", "0.0.0.0")))
                .hasMessageContainingAll("web: host 0.0.0.0", "read-tokens", "write-tokens", "allow-anonymous: true");
        assertThat(TestServer.config(data, Map.of("web.host", "0.0.0.0", "web.allow-anonymous", "true"))
                        .web()
                        .allowAnonymous())
                .isTrue();
        assertThatThrownBy(() -> TestServer.config(data, Map.of("web.read-tokens", "short")))
                .hasMessageContaining("fewer than 16 characters")
                .hasMessageNotContaining("short\"");
    }

    @Test
    void tokenFileThatIsNotThereIsNamed(@TempDir Path data) {
        assertThatThrownBy(() -> TestServer.start(data, Map.of("web.read-tokens", "@/no/such/file")))
                .isInstanceOfSatisfying(PatchrankException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
                    assertThat(e).hasMessageContainingAll("web.read-tokens", "/no/such/file");
                });
    }

    @Test
    void portThatIsTakenIsNamed(@TempDir Path data) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            assertThatThrownBy(() -> TestServer.start(data, Map.of("web.port", port)))
                    .isInstanceOfSatisfying(PatchrankException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
                        assertThat(e).hasMessageContainingAll("web.port", port, "in use");
                    });
        }
    }
}
