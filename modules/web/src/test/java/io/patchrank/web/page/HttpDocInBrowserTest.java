package io.patchrank.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.TestPictures;
import io.patchrank.web.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The script of docs/http.md, run as it is by a page of the server. */
@ExtendWith(BrowserSession.class)
class HttpDocInBrowserTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```js\n(.*?)^```");

    @Test
    void exampleOfTheEventBusFindsImages(Browser browser, @TempDir Path root) throws Exception {
        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../../docs/http.md")))
                .results()
                .map(example -> example.group(1))
                .toList();
        assertThat(examples).hasSize(1);
        Path photos = Files.createDirectories(root.resolve("photos"));
        for (int i = 0; i < 3; i++) {
            TestPictures.write(photos, i + ".png", i);
        }
        Map<String, String> settings = Map.of("watch.folders", photos.toString(), "web.sockjs.enabled", "true");
        try (TestServer server =
                TestServer.start(root.resolve("data"), settings).awaitImages(3, 0)) {
            browser.visit(server.address());
            browser.script("""
                    window.said = [];
                    console.log = (...words) => window.said.push(words.join(" "));
                    """ + examples.getFirst());
            browser.awaitTrue("window.said.length > 0");

            assertThat(browser.script("return window.said[0]")).asString().matches("1 [0-9.]+ .*[0-2]\\.png");
        }
    }
}
