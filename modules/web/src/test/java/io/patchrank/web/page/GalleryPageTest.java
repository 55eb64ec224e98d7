package io.patchrank.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** The gallery: states, search, details, upload, rejected images. */
@ExtendWith(BrowserSession.class)
class GalleryPageTest {
    private final Browser browser;
    private final SampleServer server;

    GalleryPageTest(Browser browser, SampleServer server) {
        this.browser = browser;
        this.server = server;
    }

    @BeforeEach
    void visit() {
        browser.visit(server.address() + "#/gallery");
        browser.await("#grid .card");
    }

    @Test
    void showsAllImagesWithTheirStatesAndCounts() {
        assertThat(browser.texts(".card.rejected .state")).hasSize(SampleServer.REJECTED);
        assertThat(browser.visible(".card.indexed")).hasSize(server.images());
        assertThat(browser.await(".gallery .tabs a:nth-child(2)").getText()).contains("Indexed", "" + server.images());
        browser.awaitTrue("document.querySelector('.card.indexed img').naturalWidth > 0");
    }

    @Test
    void findsNamesAndSaysWhenThereIsNone() {
        browser.type("#find", "scene_03");
        browser.awaitTrue("document.querySelectorAll('.card').length === 2");
        assertThat(browser.address()).contains("text=scene_03");
        browser.type("#find", "xyz");
        browser.awaitText("#nothing", "scene_03xyz");
    }

    @Test
    void spaceTypedInTheSearchFieldStays() {
        browser.type("#find", "scene_03 ");
        browser.awaitTrue("location.hash.endsWith('text=scene_03')");
        browser.awaitTrue("document.querySelectorAll('.card').length === 2");
        browser.type("#find", "view_0");
        browser.awaitTrue("document.querySelectorAll('.card').length === 1");
        assertThat(browser.script("return document.querySelector('#find').value"))
                .isEqualTo("scene_03 view_0");
        browser.go(server.address() + "#/gallery");
        browser.awaitTrue("document.querySelectorAll('.card').length > 2");
        assertThat(browser.script("return document.querySelector('#find').value"))
                .isEqualTo("");
    }

    @Test
    void tellsFilesOfTheSameNameApartByTheirFolders() {
        browser.type("#find", "view_0");
        browser.awaitTrue("document.querySelectorAll('.card').length > 2"
                + " && [...document.querySelectorAll('.card .name')].every(name => name.innerText === 'view_0.jpg')");

        assertThat(browser.texts(".card .folder"))
                .doesNotHaveDuplicates()
                .allMatch(folder -> folder.startsWith("images/scene_"));
        assertThat(browser.await(".card .like").getDomAttribute("aria-label"))
                .startsWith("More like view_0.jpg in images/scene_");
    }

    @Test
    void moreLikeThisSearchesWithAnImage() {
        browser.type("#find", "scene_04");
        browser.awaitTrue("document.querySelectorAll('.card').length === 2");
        browser.script("document.querySelector('.card .like').focus()");
        browser.press(Keys.ENTER);
        browser.awaitTrue("document.querySelector('.columns:not(.running) #after a')");
        assertThat(browser.texts("#after .hit .folder")).startsWith("images/scene_04");
    }

    @Test
    void rejectedImagesSayWhyAndAreTriedAgain() {
        browser.click(".gallery .tabs a:nth-child(4)");
        browser.await("#rejected li");
        assertThat(browser.texts("#rejected .reason code"))
                .containsExactlyInAnyOrder("TRUNCATED_IMAGE", "UNSUPPORTED_FORMAT");
        browser.click("#rejected .retry");
        browser.awaitText("#rejected", "still rejected");
        browser.click("#retry-all");
        browser.awaitText(".rejections .notice", "Started");
        browser.go(server.address() + "#/status");
        browser.awaitText("#jobs .badge", "done");
        assertThat(browser.await("#jobs").getText()).contains("Retry of rejected images");
    }

    @Test
    void uploadIsTakenInWithItsMetadataFoundByItAndRemoved() {
        Path picture = server.query(5);
        browser.choose("#upload-files", picture);
        browser.type("#upload fieldset .pair input", "city", Keys.TAB);
        browser.type("#upload fieldset .pair input:nth-child(2)", "Trier", Keys.TAB);
        browser.click("#upload-start");
        browser.awaitText("#upload [role=status]", "1 of 1 taken in");
        browser.click("#upload-close");
        browser.awaitGone("#upload");

        browser.type("#find", "trier");
        browser.awaitTrue("document.querySelectorAll('.card').length === 1");
        browser.click(".card .open");
        assertThat(browser.await("#detail").getText()).contains("scene_05.jpg", "city", "Trier", "indexed");
        browser.click("#remove");
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo("remove-now");
        browser.press(Keys.ENTER);
        browser.awaitGone("#detail");
        browser.awaitGone(".card");
    }

    @Test
    void detailsHaveAnAddressAndCloseWithEscape() {
        browser.click(".card.indexed .open");
        String title = browser.await("#detail-title").getText();
        assertThat(browser.address()).contains("image=");
        browser.script("location.reload()");
        browser.awaitText("#detail-title", title);
        browser.press(Keys.ESCAPE);
        browser.awaitGone("#detail");
        assertThat(browser.address()).doesNotContain("image=");
    }

    @Test
    void statusShowsStagesModelAndDevice() {
        browser.go(server.address() + "#/status");
        browser.await("#stages");
        List<String> stages = browser.texts("#stages li");
        assertThat(stages).anyMatch(each -> each.startsWith("extract")).allMatch(each -> each.contains("up"));
        assertThat(browser.await(".panels").getText()).contains("Model", "Device", "cpu", "Indexed");
        assertThat(browser.await(".chip.model").getText()).contains("cpu");
    }
}
