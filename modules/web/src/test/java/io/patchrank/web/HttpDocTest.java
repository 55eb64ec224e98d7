package io.patchrank.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.TestPictures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/http.md do what they say, one after the other, as somebody would who copies them. */
class HttpDocTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```sh\n(.*?)^```");

    @TempDir
    Path root;

    @Test
    void examplesRunAsTheyAre() throws Exception {
        requireCurl();
        Path photos = Files.createDirectories(root.resolve("photos"));
        for (int i = 0; i < 3; i++) {
            TestPictures.write(photos, i + ".png", i);
        }
        TestPictures.write(root, "query.png", 1);
        String document = Files.readString(Path.of("../../docs/http.md"));
        String examples =
                EXAMPLE.matcher(document).results().map(m -> m.group(1)).collect(Collectors.joining("\n"));
        assertThat(examples).contains("/search", "/compare", "/images", "/jobs", "xhr_send");
        try (TestServer server = TestServer.start(
                root.resolve("data"), Map.of("watch.folders", photos.toString(), "web.sockjs.enabled", "true"))) {
            server.awaitImages(3, 0);
            Path script = Files.writeString(
                    root.resolve("examples.sh"),
                    "set -euxo pipefail\n" + examples.replace("localhost:8080", "localhost:" + server.port()));
            File said = root.resolve("said.txt").toFile();
            Process shell = new ProcessBuilder("bash", script.toString())
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said)
                    .start();

            assertThat(shell.waitFor()).as(Files.readString(said.toPath())).isZero();
            assertThat(Files.readString(said.toPath())).contains("event: answer", "\"indexed\":", "\\\"indexed\\\":");
            assertThat(root.resolve("thumbnail.jpg")).isNotEmptyFile();
            assertThat(root.resolve("matches.png")).isNotEmptyFile();
        }
    }

    private static void requireCurl() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("curl", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        }
        Assumptions.assumeTrue(there || "true".equals(System.getenv("CI")), "there is no curl");
    }
}
