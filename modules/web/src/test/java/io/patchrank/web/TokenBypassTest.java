package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways around a token that servers have been known to leave open. */
class TokenBypassTest {
    private static final String READ = "Read-token-0123456789";
    private static final String WRITE = "Write-token-0123456789";
    private static final String IMAGES = "/api/v1/images";

    @TempDir
    static Path root;

    static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                root.resolve("data"),
                Map.of("web.read-tokens", READ, "web.write-tokens", WRITE, "web.sockjs.enabled", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int status(String method, String target, String... headers) throws Exception {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        try (RawSocket socket = new RawSocket(server)) {
            String answer = socket.say(
                            request.append("Connection: close\r\n\r\n").toString())
                    .rest();
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    @Test
    void tokenIsTakenWhateverTheCaseOfItsScheme() throws Exception {
        for (String scheme : List.of("Bearer", "bearer", "BEARER")) {
            assertThat(status("GET", IMAGES, "Authorization: " + scheme + " " + READ))
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsNearlyATokenIsNone() throws Exception {
        for (String value : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer  ",
                READ,
                "Basic " + READ,
                "Token " + READ,
                "Bearer" + READ,
                "Bearer \"" + READ + "\"",
                "Bearer " + READ.substring(0, READ.length() - 1),
                "Bearer " + READ.substring(1),
                "Bearer " + READ + "0",
                "Bearer " + READ.toLowerCase(Locale.ROOT),
                "Bearer " + READ.toUpperCase(Locale.ROOT),
                "Bearer x, Bearer " + READ,
                "Bearer " + READ + ", Bearer " + WRITE,
                "Bearer " + READ + " " + WRITE,
                "Bearer *",
                "Bearer null",
                "Bearer @/etc/hostname")) {
            assertThat(status("GET", IMAGES, "Authorization: " + value))
                    .as("\"%s\"", value)
                    .isEqualTo(401);
        }
    }

    /** A proxy in front may have looked at the other one. */
    @Test
    void severalAuthorizationsAreRefusedWhicheverIsRight() throws Exception {
        String right = "Authorization: Bearer " + WRITE;
        String wrong = "Authorization: Bearer another-token-0123456789";

        assertThat(status("GET", IMAGES, wrong, right)).isEqualTo(401);
        assertThat(status("GET", IMAGES, right, wrong)).isEqualTo(401);
        assertThat(status("GET", "/metrics", right, wrong)).isEqualTo(401);
        assertThat(status("GET", "/readyz", right, wrong)).isEqualTo(401);
    }

    @Test
    void tokenCountsInItsHeaderOnly() throws Exception {
        for (String query : List.of("access_token=", "token=", "authorization=Bearer%20", "Authorization=Bearer+")) {
            assertThat(status("GET", IMAGES + "?" + query + READ)).as(query).isEqualTo(401);
        }
        for (String header : List.of(
                "Cookie: token=" + READ + "; Authorization=Bearer " + READ,
                "Proxy-Authorization: Bearer " + READ,
                "X-Forwarded-Authorization: Bearer " + READ,
                "X-Authorization: Bearer " + READ,
                "X-Api-Key: " + READ,
                "Token: " + READ)) {
            assertThat(status("GET", IMAGES, header)).as(header).isEqualTo(401);
        }
    }

    @Test
    void nobodyIsLetInForWhereHeClaimsToComeFrom() throws Exception {
        assertThat(status(
                        "GET",
                        IMAGES,
                        "X-Forwarded-For: 127.0.0.1",
                        "X-Real-IP: 127.0.0.1",
                        "Forwarded: for=127.0.0.1;host=localhost",
                        "X-Forwarded-Host: localhost",
                        "X-Original-URL: /",
                        "X-Rewrite-URL: /"))
                .isEqualTo(401);
    }

    @Test
    void readTokenIsNoWriteTokenByAnotherNameOfTheMethod() throws Exception {
        String image = IMAGES + "/0123456789abcdef";
        String read = "Authorization: Bearer " + READ;

        assertThat(status("DELETE", image, read)).isEqualTo(403);
        assertThat(status("GET", image, read, "X-HTTP-Method-Override: DELETE")).isEqualTo(404);
        assertThat(status("GET", image + "?_method=DELETE", read)).isEqualTo(400);
        assertThat(status("delete", image, read)).isNotEqualTo(204);
        assertThat(status("POST", image + "/retry", read, "Content-Length: 0")).isEqualTo(403);
        assertThat(status("POST", "/api/v1/jobs", read, "Content-Length: 0")).isEqualTo(403);
    }

    /** However the path is written: it is another one, which is not there, or the same, which needs a token. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/images",
                "/api/v1/images/",
                "/api/v1//images",
                "//api/v1/images",
                "/api/./v1/images",
                "/x/../api/v1/images",
                "/api/v1/x/../images",
                "/api/v1/%69mages",
                "/api%2fv1%2fimages",
                "/api/v1/images;x=1",
                "/api/v1/images%20",
                "/api/v1/images%00",
                "/api/v1/images.json",
                "/API/V1/IMAGES",
                "/api/v1/openapi.json/../images",
                "/api/v1/openapi.json%2f..%2fimages",
                "/eventbus/../api/v1/images",
                "http://localhost/api/v1/images",
                "/api/v1/images#/",
                "/api/v1/events",
                "/api/v1/jobs",
                "/metrics",
                "/metrics/",
                "/x/../metrics"
            })
    void noSpellingOfAPathLeadsAroundTheToken(String target) throws Exception {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "TRACE", "CONNECT")) {
            assertThat(status(method, target, "Content-Length: 0"))
                    .as("%s %s", method, target)
                    .isIn(400, 401, 403, 404, 405, 501);
        }
    }
}
