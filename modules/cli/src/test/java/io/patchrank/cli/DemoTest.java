package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo in its small form, then its gallery evaluated again. */
class DemoTest {
    @TempDir
    static Path root;

    private static CliRun demo = new CliRun(0, "", "");

    @BeforeAll
    static void run() {
        demo = CliRun.of("demo", "--small", root);
    }

    @Test
    void printsTheTableAndWhereThePictureIs() {
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out())
                .contains("re-ranked", "scene_05", "macro (over groups)")
                .contains(root.resolve("contact-sheet.png").toString())
                .contains("./patchrank serve --watch");
        assertThat(root.resolve("contact-sheet.png")).isNotEmptyFile();
    }

    @Test
    void secondRunExtractsNothing() {
        JsonObject again = CliRun.of("demo", "--small", root, "--json").json();

        assertThat(again.getJsonObject("ingest").getInteger("unchanged")).isEqualTo(SamplePhotos.COUNT);
    }

    @Test
    void evaluateJsonHasTheDocumentedKeys() throws IOException {
        Path sheet = root.resolve("sheet.jpg");
        Path page = root.resolve("report.html");
        List<String> before = temporaryGalleries();

        JsonObject report = CliRun.of(
                        "evaluate",
                        "--images",
                        root.resolve("images"),
                        "--groups",
                        root.resolve("groups.json"),
                        "--rerank",
                        "mutual-nn",
                        "--sheet",
                        sheet,
                        "--report",
                        page,
                        "--json")
                .json();

        for (String mean : List.of("macro", "mean")) {
            double global = report.getJsonObject(mean).getJsonObject("global").getDouble("map");
            double reranked =
                    report.getJsonObject(mean).getJsonObject("reranked").getDouble("map");
            assertThat(global).isBetween(0.1, 1.0);
            assertThat(reranked).isBetween(global, 1.0);
        }
        assertThat(report.getJsonObject("groups")
                        .getJsonObject("scene_00")
                        .getJsonObject("global")
                        .fieldNames())
                .contains("map", "recall@1", "recall@5", "recall@10");
        assertThat(report.getInteger("images")).isEqualTo(SamplePhotos.COUNT);
        assertThat(report.getString("rerank")).isEqualTo("mutual-nn");
        assertThat(report.getJsonObject("ingest").getDouble("imagesPerSecond")).isPositive();
        assertThat(report.getJsonObject("search").getDouble("msPerQuery")).isPositive();
        assertThat(sheet).isNotEmptyFile();
        assertThat(Files.readString(page))
                .contains("scene_00/view_0.jpg", "data:image/jpeg;base64,", ">before<", ">after<");
        assertThat(temporaryGalleries()).isEqualTo(before);
    }

    @Test
    void withoutRerankingBothListsAreTheSame() {
        JsonObject mean = CliRun.of(
                        "evaluate",
                        "--images",
                        root.resolve("images"),
                        "--groups",
                        root.resolve("groups.json"),
                        "--rerank",
                        "none",
                        "--data",
                        root.resolve("patchrank-data"),
                        "--json")
                .json()
                .getJsonObject("mean");

        assertThat(mean.getJsonObject("reranked")).isEqualTo(mean.getJsonObject("global"));
    }

    private static List<String> temporaryGalleries() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.startsWith("patchrank-evaluate-"))
                    .sorted()
                    .toList();
        }
    }
}
