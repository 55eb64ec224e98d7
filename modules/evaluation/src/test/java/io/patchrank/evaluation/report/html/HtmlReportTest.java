package io.patchrank.evaluation.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.dataset.Dataset;
import io.patchrank.evaluation.dataset.DatasetEvaluation;
import io.patchrank.evaluation.dataset.MadeDataset;
import io.patchrank.evaluation.report.ImageSource;
import io.patchrank.evaluation.rerank.Grid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private final Path folder;

    HtmlReportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void pageAsksForNothingOutsideItself() throws IOException {
        String page = dataset();
        assertThat(page).doesNotContain("http:", "https:", "<link", "@import", " src=");
        assertThat(Pattern.compile("url\\((?!data:)").matcher(page).find()).isFalse();
    }

    @Test
    void everyQueryHasItsListsItsChangeAndItsRanks() throws IOException {
        String page = dataset();
        assertThat(page.split("<article", -1)).hasSize(MadeDataset.QUERIES + 1);
        assertThat(page).contains("query 5", "AP medium ", "AP hard ", "class=\"right\"", "class=\"wrong\"", "▲");
        assertThat(page).contains("Ranks of what it should find (4)", "prefers-color-scheme: dark");
    }

    @Test
    void namesAreEscaped() {
        String nasty = "<img src=x onerror=alert(1)>\"'.jpg";
        QueryCard card = new QueryCard(nasty, nasty, List.of(), places(nasty), places(nasty), List.of());
        String page = new HtmlReport(nasty).queries(List.of(card)).render(Thumbnails.none());
        assertThat(page).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;.jpg");
    }

    @Test
    void picturesAreEmbeddedOnceAndUpToTheLimit() throws IOException {
        Path photo = Files.write(folder.resolve("a.png"), TinyPicture.png());
        ImageSource source =
                name -> ImageSource.folder(folder).bytes(photo.getFileName().toString());
        QueryCard card = new QueryCard("a.png", "", List.of(), places("b.png"), places("b.png"), List.of());
        HtmlReport report = new HtmlReport("title").queries(List.of(card));
        assertThat(report.render(Thumbnails.of(source, 1 << 20)).split("data:image/jpeg", -1))
                .hasSize(3);
        assertThat(report.render(Thumbnails.of(source, 1)).split("data:image/jpeg", -1))
                .hasSize(2);
        assertThat(report.render(Thumbnails.none())).doesNotContain("data:image");
    }

    @Test
    void unreadablePictureLeavesItsName() {
        QueryCard card = new QueryCard("a.png", "", List.of(), places("b.png"), places("b.png"), List.of());
        String page = new HtmlReport("title")
                .queries(List.of(card))
                .render(Thumbnails.of(ImageSource.folder(folder), 1 << 20));
        assertThat(page).doesNotContain("data:image").contains("<span class=\"pic none\">b.png</span>");
    }

    @Test
    void plotHasALineForEachSeries() {
        LinePlot plot = new LinePlot(
                "mAP against bytes",
                "bytes",
                "mAP",
                true,
                List.of(
                        new LinePlot.Series("a", List.of(100.0, 1000.0), List.of(0.5, 0.7), true),
                        new LinePlot.Series("b", List.of(100.0, 1000.0), List.of(0.6, 0.6), false)));
        String page = new HtmlReport("title").plot(plot).render(Thumbnails.none());
        assertThat(page.split("<polyline", -1)).hasSize(3);
        assertThat(page.split("<circle", -1)).hasSize(3);
        assertThat(page).doesNotContain("NaN");
    }

    @Test
    void otherExtensionsAreRefusedAndAFolderThatIsNotThereIsAnError() {
        HtmlReport report = new HtmlReport("title");
        assertThatThrownBy(() -> report.write(folder.resolve("report.pdf"), Thumbnails.none()))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.BAD_REQUEST, PatchrankException::code);
        assertThatThrownBy(() -> HtmlReport.requireWritable(folder.resolve("none/report.html")))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.IO_FAILED, PatchrankException::code);
        assertThatThrownBy(() -> report.write(folder.resolve("none/report.html"), Thumbnails.none()))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.IO_FAILED, PatchrankException::code);
    }

    private String dataset() throws IOException {
        Dataset dataset = Dataset.read(MadeDataset.write(folder), Optional.empty());
        DatasetEvaluation evaluation = DatasetEvaluation.reranked(
                dataset, "stored", dataset.storedScores(), new Grid(List.of(20), List.of(0.3), List.of(1.0)), () -> {});
        return DatasetReport.of(List.of(), evaluation).render(Thumbnails.none());
    }

    private static List<Place> places(String image) {
        return List.of(new Place(image, Place.Relation.POSITIVE, 0.5, 1, 2));
    }
}
