package io.patchrank.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** An opened hit: lines, maps, numbers. */
@ExtendWith(BrowserSession.class)
class MatchViewTest {
    private static final String COMPARED = "document.querySelector('#match .stage:not(.waiting)')";
    private static final String LINES = "match-drawing .match";

    private final Browser browser;
    private final SampleServer server;

    MatchViewTest(Browser browser, SampleServer server) {
        this.browser = browser;
        this.server = server;
    }

    @BeforeEach
    void openTheFirstHit() {
        browser.visit(server.address());
        browser.choose("#pick", server.query(1));
        browser.awaitTrue("document.querySelector('.columns:not(.running) #after a')");
        browser.click("#after a");
        browser.awaitTrue(COMPARED);
    }

    @Test
    void showsBothPicturesWithLinesInTheirColoursAndNumbers() {
        browser.awaitTrue("[...document.querySelectorAll('match-drawing .side img')].every(i => i.naturalWidth > 0)");
        assertThat(browser.count("match-drawing .side")).isEqualTo(2);
        assertThat(browser.count(LINES)).isPositive();
        assertThat(String.valueOf(
                        browser.script("return document.querySelector('match-drawing .match').getAttribute('stroke')")))
                .matches("#[0-9a-f]{6}");
        assertThat(browser.texts("#numbers dt"))
                .contains("Rank", "Rank before", "Score", "Similarity", "Matches", "Inliers");
    }

    @Test
    void slidersAndInliersDecideHowManyLinesThereAre() {
        long drawn = browser.count(LINES);
        browser.slide("#set-lines", Keys.HOME, 1);
        assertThat(browser.count(LINES)).isZero();
        browser.slide("#set-lines", Keys.ARROW_RIGHT, 5);
        assertThat(browser.count(LINES)).isEqualTo(5);
        browser.slide("#set-lines", Keys.END, 1);
        long all = browser.count(LINES);
        assertThat(all).isGreaterThanOrEqualTo(drawn);
        browser.click("#show-inliers");
        assertThat(browser.count(LINES)).isLessThanOrEqualTo(all);
        assertThat(browser.count("match-drawing .outlier")).isZero();
        browser.slide("#set-strength", Keys.END, 1);
        assertThat(browser.count(LINES)).isLessThan(all);
        browser.click("#show-matches");
        assertThat(browser.count(LINES)).isZero();
    }

    @Test
    void mapsAndKeptPatchesLieOverBothPictures() {
        browser.click("#show-kept");
        assertThat(browser.count("match-drawing .kept")).isGreaterThan(20);
        browser.click("#show-attention");
        browser.awaitTrue(
                "[...document.querySelectorAll('.map.attention')].filter(i => i.naturalWidth > 0).length === 2");
        String opacity = "Number(getComputedStyle(document.querySelector('.map.attention')).opacity) * 100";
        long before = browser.number(opacity);
        browser.slide("#set-opacity", Keys.ARROW_LEFT, 3);
        assertThat(browser.number(opacity)).isLessThan(before);
        browser.click("#show-colours");
        browser.awaitTrue(
                "[...document.querySelectorAll('.map.colours')].filter(i => i.naturalWidth > 0).length === 2");
    }

    @Test
    void arrowKeysGoThroughTheHitsAndEscapeReturnsToTheList() {
        String first = browser.await("#match-name").getText();
        browser.press(Keys.ARROW_RIGHT);
        browser.awaitTrue("document.querySelector('#match-title').textContent.startsWith('2.')");
        assertThat(browser.address()).contains("hit=");
        browser.press(Keys.ARROW_LEFT);
        browser.awaitTrue("document.querySelector('#match-title').textContent.startsWith('1.')");
        assertThat(browser.await("#match-name").getText()).isEqualTo(first);
        browser.press(Keys.ESCAPE);
        browser.awaitGone("#match");
        assertThat(browser.address()).doesNotContain("hit=");
        assertThat(browser.focused().getDomAttribute("data-hit")).isNotNull();
    }

    @Test
    void hitOfAGalleryQueryHasAnAddressOfItsOwn() {
        browser.click("#search-with");
        browser.awaitTrue("document.querySelector('.query .name').textContent.includes('view_')");
        browser.awaitTrue("document.querySelector('.columns:not(.running) #after a')");
        browser.click("#after a");
        browser.awaitTrue(COMPARED);
        String title = browser.await("#match-title").getText();
        browser.script("location.reload()");
        browser.awaitTrue(COMPARED);
        assertThat(browser.await("#match-title").getText()).isEqualTo(title);
        browser.awaitTrue(COMPARED);
        assertThat(browser.count(LINES)).isPositive();
    }

    @Test
    void pictureOfBothIsSaved() {
        browser.click("#download");
        String name = browser.await("#match-name").getText();
        Path saved = browser.downloads().resolve(name.replace(".jpg", "-matches.png"));
        while (!Files.exists(saved)) {
            Browser.pause(50);
        }
        assertThat(saved.toFile()).isNotEmpty();
        assertThat(saved.toFile().delete()).isTrue();
    }
}
