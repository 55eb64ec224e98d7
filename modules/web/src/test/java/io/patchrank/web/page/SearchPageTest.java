package io.patchrank.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The search page before a real server with the embedded model. */
@ExtendWith(BrowserSession.class)
class SearchPageTest {
    /** Waits for the last list of a search. */
    private static final String DONE = "document.querySelector('.columns:not(.running)') && "
            + "document.querySelectorAll('#after [data-hit]').length > 0";

    private final Browser browser;
    private final SampleServer server;

    SearchPageTest(Browser browser, SampleServer server) {
        this.browser = browser;
        this.server = server;
    }

    @BeforeEach
    void visit() {
        browser.visit(server.address());
    }

    private void searchWith(Path query) {
        browser.choose("#pick", query);
        browser.awaitTrue(DONE);
    }

    @Test
    void uploadedPictureFindsItsSceneAndShowsBothLists() {
        searchWith(server.query(1));
        assertThat(browser.texts("#after .hit .folder")).startsWith("images/scene_01");
        assertThat(browser.count("#before .hit")).isEqualTo(browser.count("#after .hit"));
        assertThat(browser.await("#summary").getText()).contains("hits", "candidates re-ranked");
        assertThat(browser.texts(".timings li").toString()).contains("decode", "extract", "search", "rerank", "total");
        browser.awaitTrue("document.querySelector('#after gallery-picture img').naturalWidth > 0");
    }

    @Test
    void everyMoveHasItsArrow() {
        searchWith(server.query(0));
        List<String> before = browser.attributes("#before [data-hit]", "data-hit");
        List<String> after = browser.attributes("#after [data-hit]", "data-hit");
        List<String> arrows = browser.texts("#after .move");
        for (int place = 0; place < after.size(); place++) {
            int was = before.indexOf(after.get(place));
            String expected =
                    was < 0 ? "new" : was > place ? "▲ " + (was - place) : was < place ? "▼ " + (place - was) : "=";
            assertThat(arrows.get(place)).isEqualTo(expected);
        }
        assertThat(browser.count(".curves path")).isPositive();
    }

    @Test
    void changedShowsOnlyHitsThatMoved() {
        searchWith(server.query(2));
        browser.click("[data-only=changed]");
        assertThat(browser.texts("#after .move")).doesNotContain("=");
        browser.click("[data-only='']");
        assertThat(browser.count("#after .hit")).isGreaterThan(1);
    }

    @Test
    void rowsGlideToTheirPlacesUnlessThePersonLikesNoMotion() {
        searchWith(server.query(2));
        browser.script("""
                window.glides = 0;
                const animate = Element.prototype.animate;
                Element.prototype.animate = function (...how) {
                    window.glides++;
                    return animate.apply(this, how);
                };
                """);
        browser.click("[data-only=changed]");
        browser.click("[data-only='']");
        assertThat(browser.number("window.glides")).isZero();
        browser.systemMotion();
        browser.click("[data-only=changed]");
        browser.click("[data-only='']");
        assertThat(browser.number("window.glides")).isPositive();
    }

    @Test
    void groundTruthFramesAndTheWrongFilter() {
        // A gallery image as query is known to the ground truth.
        browser.choose("#pick", server.query(3));
        browser.awaitTrue(DONE);
        String hit = browser.await("#after a").getDomAttribute("data-hit");
        browser.go(server.address() + "#/search?id=" + hit);
        browser.awaitTrue("document.querySelector('.query .name').textContent.includes('view_')");
        browser.awaitTrue("document.querySelector('#after .right') && " + DONE);
        browser.click("[data-only=wrong]");
        assertThat(browser.count("#after .hit.right")).isZero();
        assertThat(browser.count("#after .hit.wrong")).isPositive();
        assertThat(browser.await("#summary").getText()).contains("Right among the first");
    }

    @Test
    void thresholdLeavesOutHitsBelowIt() {
        searchWith(server.query(4));
        long all = browser.count("#after .hit");
        browser.slide("#threshold", Keys.HOME, 1);
        browser.slide("#threshold", Keys.ARROW_RIGHT, 5);
        long left = browser.count("#after .hit");
        assertThat(left).isLessThan(all);
        assertThat(browser.await("#above").getText()).isEqualTo(left + " of " + all);
        browser.slide("#threshold", Keys.HOME, 1);
        assertThat(browser.count("#after .hit")).isEqualTo(all);
    }

    @Test
    void boxIsDrawnMovedResizedAndClearedWithTheMouse() {
        searchWith(server.query(5));
        browser.drag("#query img", -60, -40, 100, 70);
        browser.awaitTrue("document.querySelector('crop-box .box:not([hidden])') && " + DONE);
        String drawn = box();
        browser.drag("#query .box", 0, 0, 20, 10);
        browser.awaitTrue(DONE);
        String moved = box();
        assertThat(moved).isNotEqualTo(drawn);
        assertThat(size(moved)).isEqualTo(size(drawn));
        browser.drag("#query .se", 0, 0, 15, 12);
        browser.awaitTrue(DONE);
        assertThat(size(box())).isNotEqualTo(size(drawn));
        browser.click("#clear-box");
        browser.awaitGone("#query .box");
        browser.awaitTrue(DONE);
    }

    @Test
    void boxIsDrawnMovedAndClearedWithTheKeyboard() {
        searchWith(server.query(5));
        browser.type("#draw-box", Keys.ENTER);
        awaitFocusOnTheBox();
        String start = box();
        browser.press(Keys.ARROW_RIGHT, Keys.ARROW_DOWN);
        awaitBoxWithout(start);
        awaitFocusOnTheBox();
        browser.pressWith(Keys.SHIFT, Keys.ARROW_LEFT);
        awaitBoxWithout(size(start));
        awaitFocusOnTheBox();
        browser.press(Keys.DELETE);
        browser.awaitGone("#query .box");
    }

    /** Lists that come in while a person still moves the box are rendered before the box is told of. */
    @Test
    void rendersLeaveTheBoxWhereTheKeysHaveMovedIt() {
        searchWith(server.query(5));
        browser.type("#draw-box", Keys.ENTER);
        awaitFocusOnTheBox();
        Object rendered = browser.script("""
                const box = document.activeElement;
                box.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
                dispatchEvent(new HashChangeEvent("hashchange")); // renders at once
                return box.getAttribute("aria-label");
                """);
        assertThat(rendered).asString().startsWith("Box: left 26 %");
    }

    @Test
    void boxChangesWhatIsFound() {
        searchWith(server.query(0));
        String whole = browser.texts("#after .numbers").toString();
        browser.drag("#query img", 10, 10, 60, 45);
        browser.awaitTrue("document.querySelector('crop-box .box:not([hidden])') && " + DONE);
        assertThat(browser.texts("#after .numbers").toString()).isNotEqualTo(whole);
    }

    private void awaitFocusOnTheBox() {
        browser.awaitTrue("document.activeElement.matches('#query .box')");
    }

    private String box() {
        return String.valueOf(browser.await("#query .box").getDomAttribute("aria-label"));
    }

    /** The page draws after the key has been handled. */
    private void awaitBoxWithout(String text) {
        browser.awaitTrue("!document.querySelector('#query .box').getAttribute('aria-label').includes('" + text + "')");
    }

    private static String size(String box) {
        return box.substring(box.indexOf("width"));
    }

    @Test
    void withoutReRankingNothingMoves() {
        searchWith(server.query(1));
        browser.type("#rerank", "none");
        browser.awaitText("#after-title", "not re-ranked");
        browser.awaitTrue(DONE);
        assertThat(browser.texts("#after .move")).containsOnly("=");
    }

    @Test
    void metadataFilterIsSentAndSaysWhenNothingPassesIt() {
        searchWith(server.query(1));
        browser.click("#more-options");
        browser.type("[name=field]", "city", Keys.TAB);
        browser.type("[name=value]", "Paris", Keys.TAB);
        browser.awaitText("#summary", "No hits.");
    }

    /** A browser that cannot show it does not know its size either. */
    @Test
    void pictureThatTheBrowserCannotShowHasItsSizeFromTheServer(@TempDir Path folder) throws Exception {
        BufferedImage picture = ImageIO.read(server.query(3).toFile());
        Path tiff = folder.resolve("query.tif");
        ImageIO.write(picture, "tiff", tiff.toFile());
        searchWith(tiff);
        assertThat(browser.count("crop-box.missing")).isEqualTo(1);
        assertThat(browser.await(".query .what").getText()).contains(picture.getWidth() + " × " + picture.getHeight());
        assertThat(browser.texts("#after .hit .folder")).startsWith("images/scene_03");
    }

    /** Keys are told of after a pause. Told of a query that is closed, they would be an error in the console. */
    @Test
    void keysOnTheBoxOfAClosedQueryAreForgotten() {
        searchWith(server.query(5));
        browser.type("#draw-box", Keys.ENTER);
        browser.awaitTrue("document.activeElement.matches('.box')");
        browser.awaitTrue(DONE);
        browser.script("""
                document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
                document.querySelector("#clear").click();
                """);
        browser.await("#samples a");
        Browser.pause(600);
        assertThat(browser.visible(".failure")).isEmpty();
    }

    @Test
    void pictureIsPastedOrDropped() throws Exception {
        byte[] picture = Files.readAllBytes(server.query(2));
        browser.await("#samples li");
        browser.handOver("paste", "paste.jpg", picture);
        browser.awaitText(".query .name", "paste.jpg");
        browser.awaitTrue(DONE);
        browser.handOver("dragover", "drop.jpg", picture);
        browser.await(".drop-target");
        browser.handOver("drop", "drop.jpg", picture);
        browser.awaitText(".query .name", "drop.jpg");
        browser.awaitTrue(DONE);
        assertThat(browser.texts("#after .hit .folder")).startsWith("images/scene_02");
    }

    @Test
    void queryByGalleryImageSurvivesAReload() {
        browser.click("#samples a");
        browser.awaitTrue(DONE);
        List<String> names = browser.texts("#after .name");
        browser.script("location.reload()");
        browser.awaitTrue(DONE);
        assertThat(browser.texts("#after .name")).isEqualTo(names);
    }

    @Test
    @RequestsFail
    void fileThatIsNoPictureIsRefusedWithItsCodeAndAdvice(@TempDir Path folder) throws Exception {
        browser.choose("#pick", Files.writeString(folder.resolve("words.jpg"), "no picture at all"));
        assertThat(browser.await(".failure").getText())
                .contains("UNSUPPORTED_FORMAT", "Choose a JPEG", "request ")
                .containsIgnoringCase("try again");
        browser.choose("#pick-another", server.query(1));
        browser.awaitTrue(DONE);
        browser.awaitGone(".failure");
    }
}
