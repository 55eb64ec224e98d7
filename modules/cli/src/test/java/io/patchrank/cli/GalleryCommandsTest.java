package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ingest, search and gallery without a server, on one drawn gallery with two files that are no images. */
class GalleryCommandsTest {
    @TempDir
    static Path root;

    private static Path photos = Path.of("");
    private static Path data = Path.of("");
    private static JsonObject ingested = new JsonObject();

    @BeforeAll
    static void ingest() throws IOException {
        photos = SamplePhotos.draw(root);
        SamplePhotos.truncate(photo("scene_00/view_0.jpg"), photos.resolve("cut.jpg"));
        Files.writeString(photos.resolve("words.png"), "not a picture");
        Files.writeString(photos.resolve("readme.txt"), "not even called one");
        Path fields = Files.writeString(
                root.resolve("fields.json"),
                "{\"scene_01/view_0.jpg\": {\"city\": \"Paris\"}, \"scene_01/view_1.jpg\": {\"city\": \"Paris\"}}");
        data = root.resolve("data");
        ingested = CliRun.of("ingest", photos, "--data", data, "--metadata", fields, "--json")
                .json();
    }

    private static Path photo(String name) {
        return photos.resolve(name);
    }

    @Test
    void ingestCountsWhatBecameOfEveryImage() {
        assertThat(ingested.getInteger("images")).isEqualTo(SamplePhotos.COUNT + 2);
        assertThat(ingested.getInteger("indexed")).isEqualTo(SamplePhotos.COUNT);
        assertThat(ingested.getInteger("rejected")).isEqualTo(2);
        assertThat(ingested.getJsonArray("rejections").stream()
                        .map(r -> ((JsonObject) r).getString("code"))
                        .toList())
                .containsExactlyInAnyOrder("TRUNCATED_IMAGE", "UNSUPPORTED_FORMAT");
    }

    @Test
    void statusPrintsTheCounts() {
        JsonObject status =
                CliRun.of("gallery", "status", "--data", data, "--json").json();

        assertThat(List.of("indexed", "pending", "rejected", "removed"))
                .extracting(status::getInteger)
                .containsExactly(SamplePhotos.COUNT, 0, 2, 0);
        assertThat(CliRun.of("gallery", "status", "--data", data).out())
                .contains("rejected      2")
                .contains("search        exact");
    }

    @Test
    void evaluationNamesTheRejectedBeforeItsTable() {
        List<String> lines = CliRun.of(
                        "evaluate", "--images", photos, "--groups", root.resolve("groups.json"), "--data", data)
                .out()
                .lines()
                .toList();

        assertThat(lines.subList(0, 2)).allSatisfy(line -> assertThat(line).startsWith("rejected  "));
        assertThat(lines.get(2)).contains("global", "re-ranked");
        assertThat(lines).anySatisfy(line -> assertThat(line)
                .startsWith("Re-ranked by mutual-nn. Ingest: " + (SamplePhotos.COUNT + 2) + " images: "));
    }

    @Test
    void listShowsStatesAndReasons() {
        CliRun rejected = CliRun.of("gallery", "list", "--state", "rejected", "--data", data);

        assertThat(rejected.out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("REJECTED"))
                .anySatisfy(line -> assertThat(line).contains("words.png", "UNSUPPORTED_FORMAT"));
        CliRun paris = CliRun.of(
                "gallery",
                "list",
                "--filter",
                "{\"field\": \"city\", \"equals\": \"Paris\"}",
                "--data",
                data,
                "--json");
        assertThat(paris.json().getJsonArray("images")).hasSize(2);
        CliRun words =
                CliRun.of("gallery", "list", "--filter", "{\"text\": \"paris VIEW_1\"}", "--data", data, "--json");
        assertThat(words.json().getJsonArray("images")).hasSize(1);
    }

    @Test
    void folderTakenInByHandMayBeShown() throws IOException {
        assertThat(new JsonObject(Files.readString(data.resolve("shown.json"))).getJsonArray("folders"))
                .containsExactly(photos.toRealPath().toString());
    }

    @Test
    void listSaysWhenThereIsMore() {
        CliRun some = CliRun.of("gallery", "list", "--limit", "3", "--data", data, "--json");

        assertThat(some.json().getJsonArray("images")).hasSize(3);
        assertThat(some.json().getBoolean("more")).isTrue();
    }

    @Test
    void imageIsShownByPathAndById() {
        JsonObject byPath = CliRun.of("gallery", "show", photo("scene_02/view_1.jpg"), "--data", data, "--json")
                .json();
        JsonObject byId = CliRun.of("gallery", "show", byPath.getString("id"), "--data", data, "--json")
                .json();

        assertThat(byPath.getString("state")).isEqualTo("INDEXED");
        assertThat(byId).isEqualTo(byPath);
    }

    @Test
    void imageThatIsNotThereIsNotFound() {
        CliRun unknown = CliRun.of("gallery", "show", "nowhere.jpg", "--data", data);

        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(unknown.err()).startsWith("patchrank: NOT_FOUND nowhere.jpg: ");
    }

    @Test
    void searchFindsTheImageItself() {
        JsonObject reply = CliRun.of("search", photo("scene_03/view_0.jpg"), "--data", data, "--limit", "4", "--json")
                .json();

        JsonArray hits = reply.getJsonArray("hits");
        assertThat(hits).hasSize(4);
        assertThat(hits.getJsonObject(0).getString("source")).endsWith("scene_03/view_0.jpg");
        assertThat(hits.getJsonObject(0).getDouble("similarity")).isGreaterThan(0.99);
        assertThat(reply.getBoolean("partial")).isFalse();
        assertThat(reply.getJsonObject("timingsMs").fieldNames()).contains("extract", "search", "rerank", "total");
    }

    @Test
    void searchTableHasALineForEachHitAndOneForTheTimings() {
        CliRun run = CliRun.of("search", photo("scene_03/view_0.jpg"), "--data", data, "--limit", "2");

        assertThat(run.out().lines()).hasSize(4);
        assertThat(run.out())
                .startsWith("rank   moved")
                .contains("=", "scene_03/view_0.jpg")
                .contains("candidates re-ranked by mutual-nn; ", "total ");
    }

    @Test
    void searchById() {
        String id = CliRun.of("gallery", "show", photo("scene_04/view_0.jpg"), "--data", data, "--json")
                .json()
                .getString("id");

        JsonArray hits = CliRun.of("search", "--id", id, "--rerank", "none", "--data", data, "--json")
                .json()
                .getJsonArray("hits");

        assertThat(IntStream.range(0, hits.size()).mapToObj(hits::getJsonObject))
                .isNotEmpty()
                .noneSatisfy(hit -> assertThat(hit.getString("id")).isEqualTo(id))
                .allSatisfy(hit -> assertThat(hit.getInteger("rank")).isEqualTo(hit.getInteger("rankBefore")));
    }

    @Test
    void searchOptionsReachTheServer() {
        JsonObject reply = CliRun.of(
                        "search",
                        photo("scene_01/view_2.jpg"),
                        "--crop",
                        "10,10,150,120",
                        "--filter",
                        "{\"field\": \"city\", \"equals\": \"Paris\"}",
                        "--option",
                        "threshold=0.9",
                        "--shortlist",
                        "1",
                        "--deadline",
                        "30s",
                        "--data",
                        data,
                        "--json")
                .json();

        assertThat(reply.getJsonArray("hits")).hasSize(2);
        assertThat(reply.getInteger("shortlist")).isEqualTo(1);
        CliRun none = CliRun.of("search", photo("scene_01/view_2.jpg"), "--threshold", "99", "--data", data);
        assertThat(none.exitCode()).isZero();
        assertThat(none.out()).startsWith("no hits");
    }

    @Test
    void removedImageIsFoundNoMoreAndComesBackWithTheNextIngest() throws IOException {
        Path few = Files.createDirectories(root.resolve("few"));
        for (int view = 0; view < 3; view++) {
            Files.copy(photo("scene_05/view_" + view + ".jpg"), few.resolve(view + ".jpg"));
        }
        SamplePhotos.truncate(few.resolve("0.jpg"), few.resolve("cut.jpg"));
        Path own = root.resolve("few-data");
        CliRun.of("ingest", few, "--data", own, "--json").json();

        CliRun removed = CliRun.of("gallery", "remove", few.resolve("1.jpg"), "--data", own, "--json");
        assertThat(removed.json().getJsonArray("images").getJsonObject(0).getString("state"))
                .isEqualTo("REMOVED");
        JsonObject status =
                CliRun.of("gallery", "status", "--data", own, "--json").json();
        assertThat(status.getInteger("indexed")).isEqualTo(2);
        assertThat(status.getInteger("removed")).isEqualTo(1);
        JsonObject compacted = CliRun.of(
                        "gallery", "compact", "--data", own, "--set", "store.compact-grace=1ms", "--json")
                .json();
        assertThat(compacted.getInteger("dead")).isEqualTo(1);
        assertThat(compacted.getInteger("moved")).isEqualTo(2);
        assertThat(compacted.getLong("returnedBytes")).isPositive();
        assertThat(CliRun.of("gallery", "compact", "--data", own).out())
                .contains("0.0 MB given back; 0 dead features and 0 files of removed uploads deleted, 0 images moved");

        Files.copy(photo("scene_05/view_0.jpg"), few.resolve("cut.jpg"), StandardCopyOption.REPLACE_EXISTING);
        JsonObject retried =
                CliRun.of("gallery", "retry", "--data", own, "--json").json();
        assertThat(retried.getInteger("images")).isEqualTo(1);
        assertThat(retried.getInteger("copied")).isEqualTo(1);
        assertThat(CliRun.of("gallery", "retry", "--data", own, "--json").json().getInteger("images"))
                .isZero();
    }

    @Test
    void secondIngestExtractsNothing() {
        JsonObject again = CliRun.of("ingest", photos, "--data", data, "--json").json();

        assertThat(again.getInteger("unchanged")).isEqualTo(SamplePhotos.COUNT);
        assertThat(again.getInteger("rejected")).isEqualTo(2);
        assertThat(again.getInteger("indexed")).isZero();
    }

    @Test
    void recallOfTheApproximateSearchIsMeasuredOnTheGallery() {
        JsonObject report = CliRun.of("gallery", "recall", "--k", "5", "--data", data, "--json")
                .json();

        assertThat(report.getInteger("queries")).isEqualTo(SamplePhotos.COUNT);
        assertThat(report.getDouble("recall")).as("so few are all in one list").isEqualTo(1);
        assertThat(CliRun.of("gallery", "recall", "--k", "5", "--data", data).out())
                .startsWith("recall@5 of ivf: 1.0000 (" + SamplePhotos.COUNT + " queries); ");
        assertThat(CliRun.of("gallery", "recall", "--data", root.resolve("none"))
                        .exitCode())
                .as("no gallery")
                .isEqualTo(3);
        assertThat(CliRun.of("gallery", "recall", "--k", "0", "--data", data).err())
                .contains("sample and k are 1 or more");
    }

    @Test
    void whiteningIsLearnedFromTheGallerysOwnImages() {
        CliRun fitted = CliRun.of("gallery", "fit-whitening", "--data", data);

        assertThat(fitted.exitCode()).isZero();
        assertThat(fitted.out()).contains("0 passed over");
        assertThat(data.resolve("whitening.safetensors")).isNotEmptyFile();
    }

    @Test
    void whiteningIsLearnedBeforeThereIsAGallery() {
        Path empty = root.resolve("not/there/yet");

        CliRun fitted =
                CliRun.of("gallery", "fit-whitening", "--images", photo("scene_00"), "--keep", "32", "--data", empty);

        assertThat(fitted.exitCode()).isZero();
        assertThat(empty.resolve("whitening.safetensors")).isNotEmptyFile();
    }

    @Test
    void whiteningIsLearnedAndUsable() {
        Path file = root.resolve("whitening.safetensors");

        CliRun fitted = CliRun.of(
                "gallery",
                "fit-whitening",
                "--images",
                photo("scene_00"),
                "--out",
                file,
                "--keep",
                "32",
                "--data",
                data);

        assertThat(fitted.exitCode()).isZero();
        assertThat(fitted.err()).contains("only 3 images: below 5000");
        assertThat(fitted.out()).contains("learned from 3 images", "model.global.whitening=" + file);
        CliRun mismatch = CliRun.of(
                "search", photo("scene_00/view_0.jpg"), "--data", data, "--set", "model.global.whitening=" + file);
        assertThat(mismatch.exitCode()).isEqualTo(5);
        assertThat(mismatch.err()).startsWith("patchrank: MODEL_MISMATCH ");
    }
}
