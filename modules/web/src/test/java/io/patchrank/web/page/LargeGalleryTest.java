package io.patchrank.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.TestPictures;
import io.patchrank.web.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A thousand images: pages come as one scrolls, thumbnails only when they are near. */
@ExtendWith(BrowserSession.class)
class LargeGalleryTest {
    private static final int IMAGES = 1000;

    @Test
    void thousandImagesScrollWithoutLoadingAllOfThemAtOnce(Browser browser, @TempDir Path root) throws Exception {
        Path watched = Files.createDirectories(root.resolve("watched"));
        for (int i = 0; i < IMAGES; i++) {
            TestPictures.write(watched, "%04d.png".formatted(i), i);
        }
        Map<String, String> settings = Map.of("watch.folders", watched.toString(), "index.commit-interval", "50ms");
        try (TestServer server =
                TestServer.start(root.resolve("data"), settings).awaitImages(IMAGES, 0)) {
            browser.visit(server.address() + "#/gallery");
            browser.await("#grid .card");
            browser.awaitTrue("document.querySelector('.card img').naturalWidth > 0");
            assertThat(browser.requested().stream().filter(url -> url.contains("/thumbnail")))
                    .as("thumbnails before scrolling")
                    .hasSizeBetween(1, 120);
            browser.script("""
                    window.shifts = [];
                    new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(
                        ...entry.sources.map((source) => source.node?.parentElement?.closest(".card")?.innerText).filter(Boolean))))
                        .observe({type: "layout-shift", buffered: false});
                    window.scrolling = setInterval(() => scrollBy(0, 1500), 50);
                    """);
            browser.awaitTrue("document.querySelectorAll('.card').length === " + IMAGES);
            browser.awaitTrue("scrollY + innerHeight > document.documentElement.scrollHeight - 100");
            browser.script("clearInterval(window.scrolling)");
            browser.awaitTrue("[...document.querySelectorAll('.card img')].at(-1).naturalWidth > 0");
            assertThat(browser.script("return window.shifts"))
                    .as("cards that jumped")
                    .isEqualTo(List.of());
            // Back at the start nothing is asked for anew.
            browser.requested();
            browser.script("scrollTo(0, 0)");
            browser.awaitTrue("document.querySelector('.card img').naturalWidth > 0");
            assertThat(browser.requested()).noneMatch(url -> url.contains("/images?"));
            // The page may still be asking for pictures when its server ends.
            browser.go("about:blank");
        }
    }
}
