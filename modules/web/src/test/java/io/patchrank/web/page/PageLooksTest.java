package io.patchrank.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** Light and dark, narrow and wide, keyboard only, and how much is transferred. */
@ExtendWith(BrowserSession.class)
class PageLooksTest {
    private static final int MOST_BYTES = 300_000;
    private static final String SEARCHED = "document.querySelector('.columns:not(.running) #after a')";

    private final Browser browser;
    private final SampleServer server;

    PageLooksTest(Browser browser, SampleServer server) {
        this.browser = browser;
        this.server = server;
    }

    @Test
    void firstPictureOfThePageIsSmall() {
        browser.visit(server.address());
        browser.awaitTrue("[...document.querySelectorAll('#samples img')].filter(i => i.naturalWidth > 0).length >= 8");
        long bytes = browser.number("[...performance.getEntriesByType('resource'),"
                + " ...performance.getEntriesByType('navigation')].reduce((sum, each) => sum + each.transferSize, 0)");
        assertThat(bytes).isBetween(20_000L, (long) MOST_BYTES);
    }

    @Test
    void followsTheSystemAndCanBeToldOtherwise() {
        browser.systemTheme("dark");
        browser.visit(server.address());
        browser.await("#samples li");
        assertThat(brightness()).isLessThan(60);
        browser.click("#theme");
        browser.awaitTrue("document.documentElement.dataset.theme === 'light'");
        assertThat(brightness()).isGreaterThan(200);
        browser.script("location.reload()");
        browser.await("#samples li");
        assertThat(brightness()).as("the choice survives a reload").isGreaterThan(200);
        browser.click("#theme");
        browser.awaitTrue("document.documentElement.dataset.theme === 'dark'");
        assertThat(brightness()).isLessThan(60);
    }

    private long brightness() {
        return browser.number("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textHasContrast(String theme) throws IOException {
        browser.systemTheme(theme);
        browser.visit(server.address());
        browser.await("#samples li");
        assertReadable();
        browser.choose("#pick", server.query(0));
        browser.awaitTrue(SEARCHED);
        assertReadable();
        browser.click("#after a");
        browser.await("#numbers");
        assertReadable();
        browser.go(server.address() + "#/gallery?state=REJECTED");
        browser.await("#rejected li");
        assertReadable();
        browser.go(server.address() + "#/status");
        browser.await(".panels");
        assertReadable();
    }

    private void assertReadable() throws IOException {
        try (InputStream script = Objects.requireNonNull(PageLooksTest.class.getResourceAsStream("contrast.js"))) {
            Object faint = browser.script(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(faint).as("text below 4.5:1 at " + browser.address()).isEqualTo(List.of());
        }
    }

    @Test
    void nothingIsWiderThanANarrowScreen() {
        browser.screen(360, 740);
        browser.visit(server.address());
        browser.await("#samples li");
        assertFits();
        browser.choose("#pick", server.query(2));
        browser.awaitTrue(SEARCHED);
        assertFits();
        browser.click("#after a");
        browser.awaitTrue("document.querySelector('#match .stage:not(.waiting)')");
        assertFits();
        assertThat(browser.number("document.querySelector('#match').scrollWidth"))
                .isLessThanOrEqualTo(360);
        for (String view : List.of("gallery", "gallery?state=REJECTED", "status")) {
            browser.go(server.address() + "#/" + view);
            browser.await(view.startsWith("status") ? ".panels" : "#grid li, #rejected li");
            assertFits();
        }
    }

    private void assertFits() {
        assertThat(browser.number("document.documentElement.scrollWidth"))
                .as(browser.address())
                .isLessThanOrEqualTo(360);
    }

    @Test
    void keyboardAloneFindsOpensAndReturns() {
        browser.visit(server.address());
        browser.await("#samples a");
        tabTo("#samples a");
        browser.press(Keys.ENTER);
        browser.awaitTrue(SEARCHED);
        tabTo("#threshold");
        browser.press(Keys.ARROW_RIGHT);
        tabTo("#after a");
        browser.press(Keys.ENTER);
        browser.await("#match");
        tabTo("#show-matches");
        browser.press(Keys.SPACE);
        assertThat(browser.count("match-drawing .match")).isZero();
        browser.press(Keys.ESCAPE);
        browser.awaitGone("#match");
        assertThat(browser.focused().getDomAttribute("data-hit")).isNotNull();
    }

    private void tabTo(String css) {
        for (int i = 0; i < 100; i++) {
            if (Boolean.TRUE.equals(browser.script("return document.activeElement.matches(arguments[0])", css))) {
                assertThat(browser.script("return getComputedStyle(document.activeElement).outlineStyle"))
                        .as("focus is visible on " + css)
                        .isNotEqualTo("none");
                return;
            }
            browser.press(Keys.TAB);
        }
        throw new AssertionError("no number of Tab presses reaches " + css);
    }

    @Test
    void everyControlHasANameAndThePageItsLandmarks() {
        for (String view : List.of("", "#/gallery", "#/gallery?state=REJECTED", "#/status")) {
            browser.visit(server.address() + view);
            browser.await("main h1, .unseen");
            assertThat(browser.visible("header, nav, main")).hasSizeGreaterThanOrEqualTo(3);
            assertThat(browser.script("""
                    return [...document.querySelectorAll("a[href], button, input, select, textarea")].filter((each) => !(
                        each.textContent.trim() || each.ariaLabel || each.labels?.[0]?.textContent.trim()
                        || each.querySelector("img[alt]:not([alt=''])"))).map((each) => each.outerHTML);
                    """)).isEqualTo(List.of());
        }
    }
}
