package io.patchrank.web.page;

import io.patchrank.api.bus.Addresses;
import io.patchrank.evaluation.sample.SampleGallery;
import io.patchrank.evaluation.sample.SampleOptions;
import io.patchrank.web.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * The pictures of {@code docs/guide.md}, taken of the real page with the sample gallery. {@code docs/screenshots.sh} runs
 * it; in a run of all tests it does nothing.
 */
@ExtendWith(BrowserSession.class)
@EnabledIfSystemProperty(named = "patchrank.screenshots", matches = ".+")
class GuideScreenshots {
    private static final String SEARCHED =
            "document.querySelector('.columns:not(.running) #after a') && document.getAnimations().length === 0";
    private static final String PICTURES = "[...document.querySelectorAll('gallery-picture img')]"
            + ".filter(i => i.getBoundingClientRect().top < innerHeight).every(i => i.complete && i.naturalWidth > 0)";

    private final Browser browser;
    private final Path folder = Path.of(System.getProperty("patchrank.screenshots", ""));

    GuideScreenshots(Browser browser) {
        this.browser = browser;
    }

    @Test
    void takeAll(@TempDir(factory = NamedFolder.class) Path root) throws IOException {
        SampleOptions options = SampleOptions.standard();
        SampleGallery sample = SampleGallery.write(root, options);
        // In the gallery, so that the ground truth knows it.
        Path query = sample.images().resolve("scene_03/view_1.jpg");
        byte[] whole = Files.readAllBytes(query);
        Files.write(sample.images().resolve("cut-off.jpg"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(sample.images().resolve("notes.png"), "no picture");
        Map<String, String> settings = Map.of(
                "watch.folders", sample.images().toString(),
                "web.truth", sample.groupsFile().toString());
        try (TestServer server = TestServer.startWithEmbeddedModel(root.resolve("data"), settings)
                .awaitImages(options.images(), 2)) {
            String id = server.ask(Addresses.GALLERY_GET, new JsonObject().put("source", query.toString()))
                    .getString("id");
            // A first query waits for much that is read and compiled once.
            for (int i = 0; i < 3; i++) {
                server.ask(Addresses.SEARCH, new JsonObject().put("id", id));
            }
            takeAll(server.address(), "#/search?id=" + id);
        }
    }

    private void takeAll(String page, String query) throws IOException {
        browser.screen(1280, 800);
        browser.visit(page);
        browser.await("#samples a");
        take("start", PICTURES);

        browser.go(page + query);
        take("search", SEARCHED + " && " + PICTURES);
        browser.drag("#query img", -95, -75, 200, 165);
        browser.await("#query .box");
        take("box", SEARCHED + " && " + PICTURES);
        browser.click("#clear-box");
        browser.awaitGone("#query .box");
        browser.awaitTrue(SEARCHED);

        browser.click("#after a");
        take("match", "document.querySelector('#match .stage:not(.waiting)') && " + PICTURES);
        browser.click("#show-matches");
        browser.click("#show-attention");
        browser.click("#show-kept");
        take("attention", PICTURES);
        browser.click("#show-attention");
        browser.click("#show-kept");
        browser.click("#show-colours");
        take("colours", PICTURES);

        browser.visit(page + "#/gallery");
        browser.await("#grid .card");
        take("gallery", PICTURES);
        browser.go(page + "#/gallery?state=REJECTED");
        browser.await("#rejected li");
        take("rejected", "true");
        browser.go(page + "#/status");
        take("status", "document.querySelector('#stages')");

        browser.systemTheme("dark");
        browser.screen(390, 780);
        browser.visit(page + query);
        browser.awaitTrue(SEARCHED);
        browser.script("scrollTo(0, document.querySelector('.summary').offsetTop - 100)");
        take("narrow", PICTURES);
    }

    /** Pictures show paths: the same at every run, so that only what has changed differs. */
    static final class NamedFolder implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir"), "patchrank-guide"));
        }
    }

    private void take(String name, String when) throws IOException {
        browser.awaitTrue(when);
        // Pictures fade in.
        Browser.pause(400);
        Map<String, Object> shot = browser.cdp("Page.captureScreenshot", Map.of("format", "webp", "quality", 82));
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".webp"), Base64.getDecoder().decode((String) shot.get("data")));
    }
}
