package io.patchrank.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.TestPictures;
import io.patchrank.web.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What people see when things are not as usual. */
@ExtendWith(BrowserSession.class)
class PageStatesTest {
    private static final String WRITER = "a-token-that-may-write";
    private static final String READER = "a-token-that-may-read";

    private final Browser browser;

    @TempDir
    Path root;

    PageStatesTest(Browser browser) {
        this.browser = browser;
    }

    private TestServer start(int images, Map<String, String> settings) throws IOException {
        return start(images, 0, settings);
    }

    private TestServer start(int images, int rejected, Map<String, String> settings) throws IOException {
        Path watched = Files.createDirectories(root.resolve("watched"));
        for (int i = 0; i < images; i++) {
            TestPictures.write(watched, "picture " + i + ".png", i);
        }
        Map<String, String> all = new HashMap<>(settings);
        all.put("watch.folders", watched.toString());
        return TestServer.start(root.resolve("data"), all).awaitImages(images, rejected);
    }

    @Test
    void emptyGallerySaysHowToFillItAndFillsByItself() throws IOException {
        try (TestServer server = start(0, Map.of())) {
            browser.visit(server.address());
            assertThat(browser.await("#empty").getText()).contains("The gallery is empty", root + "/watched", "ingest");
            TestPictures.write(root.resolve("watched"), "first.png", 1);
            browser.await("#samples a");
            browser.awaitText("#gallery-count", "1");
        }
    }

    /** A list that is kept while another view is shown follows what happens by its own rules. */
    @Test
    void rejectedImageThatWasMendedLeavesTheListOfTheRejected() throws IOException {
        Path watched = Files.createDirectories(root.resolve("watched"));
        Path bad = Files.writeString(watched.resolve("words.png"), "no picture");
        try (TestServer server = start(1, 1, Map.of())) {
            browser.visit(server.address() + "#/gallery?state=REJECTED");
            browser.await("#rejected li");
            browser.go(server.address() + "#/status");
            TestPictures.write(bad, TestPictures.png(7));
            browser.awaitText("#gallery-count", "2");
            browser.go(server.address() + "#/gallery?state=REJECTED");
            browser.awaitText("#nothing", "Nothing was rejected");
        }
    }

    @Test
    @RequestsFail
    void overloadedServerIsWaitedForAndAskedAgain() throws Exception {
        // The page itself holds one stream, for what happens; a stranger the other.
        try (TestServer server = start(3, Map.of("web.max-streams", "2"))) {
            browser.visit(server.address());
            browser.await("#samples a");
            try (HttpClient stranger = HttpClient.newHttpClient()) {
                InputStream held = stranger.send(
                                HttpRequest.newBuilder(URI.create(server.address() + "api/v1/events"))
                                        .build(),
                                BodyHandlers.ofInputStream())
                        .body();
                browser.click("#samples a");
                assertThat(browser.await(".failure.busy").getText()).contains("The server is busy", "OVERLOADED");
                browser.awaitText("#retry", "Try again");
                held.close();
                stranger.shutdownNow();
            }
            browser.awaitTrue("!document.querySelector('#retry').disabled");
            browser.awaitTrue("document.querySelector('#retry')?.click() || document.querySelector('#after a')");
            browser.awaitGone(".failure");
        }
    }

    @Test
    @RequestsFail
    void lostConnectionIsShownAndTakenUpAgain() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Map<String, String> settings = Map.of("web.port", "" + port);
        try (TestServer server = start(2, settings)) {
            browser.visit(server.address());
            browser.awaitText("#gallery-count", "2");
        }
        browser.awaitText("#lost", "Connection to the server lost");
        try (TestServer again = start(3, settings)) {
            browser.awaitTrue("document.querySelector('#lost button')?.click() || !document.querySelector('#lost')");
            browser.awaitText("#gallery-count", "3");
            browser.awaitTrue("[...document.querySelectorAll('#samples img')].every(i => i.naturalWidth > 0)");
            assertThat(again.address()).contains("" + port);
        }
    }

    @Test
    @RequestsFail
    void tokenOfAReaderIsAskedForPicturesAreFetchedWithItAndNothingIsChanged() throws IOException {
        Map<String, String> tokens = Map.of("web.write-tokens", WRITER, "web.read-tokens", READER);
        try (TestServer server = start(3, tokens)) {
            browser.visit(server.address());
            browser.type("#sign-in input", "not the right one", Keys.ENTER);
            browser.awaitText("dialog .notice", "not accepted");
            assertThat(browser.texts("#sign-in code")).containsExactly("web.read-tokens", "web.write-tokens");
            browser.type("#sign-in input", READER, Keys.ENTER);
            browser.awaitGone("#sign-in");
            browser.awaitTrue("document.querySelector('#samples img')?.src.startsWith('blob:')");
            browser.awaitTrue("document.querySelector('#samples img').naturalWidth > 0");
            browser.click("#samples a");
            browser.awaitTrue("document.querySelector('.columns:not(.running) #after a')");
            browser.awaitTrue("document.querySelector('crop-box img').naturalWidth > 0");
            assertThat(browser.script("return document.cookie")).isEqualTo("");

            browser.go(server.address() + "#/gallery");
            browser.await("#read-only");
            assertThat(browser.script("return document.querySelector('#upload-files')"))
                    .isNull();
            browser.script("location.reload()");
            browser.await("#read-only");
            assertThat(browser.visible("#sign-in")).isEmpty();

            browser.click(".card .open");
            browser.await("#detail gallery-picture.loaded");
            try (Stream<Path> pictures = Files.list(root.resolve("watched"))) {
                pictures.forEach(picture -> picture.toFile().delete());
            }
            browser.click("#detail a[target]");
            browser.await("#detail .failure");
            assertThat(browser.windows()).as("no empty tab is left").isEqualTo(1);
            browser.press(Keys.ESCAPE);
            browser.awaitGone("#detail");

            browser.handOver("dragover", "mine.png", TestPictures.png(1));
            browser.awaitText(".drop-target", "search");
            browser.handOver("drop", "mine.png", TestPictures.png(1));
            browser.awaitText(".query .name", "mine.png");
        }
    }
}
