package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake is one line that names its subject, with the exit code of its kind. */
class BadInputTest {
    @TempDir
    Path root;

    private static void assertFails(CliRun run, int exitCode, String line) {
        assertThat(run.err().lines().toList()).singleElement().asString().startsWith("patchrank: " + line);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void queryFileThatIsMissing() {
        assertFails(CliRun.of("search", root.resolve("no.jpg")), 3, "NOT_FOUND " + root.resolve("no.jpg"));
    }

    @Test
    void queryThatIsAPipeIsNotWaitedFor() throws IOException, InterruptedException {
        Path pipe = root.resolve("pipe.jpg");
        Assumptions.assumeTrue(
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no named pipes here");

        assertFails(CliRun.of("search", pipe), 4, "UNREADABLE_FILE " + pipe);
    }

    @Test
    void searchForNothing() {
        assertFails(CliRun.of("search"), 2, "BAD_REQUEST search: name an IMAGE");
    }

    @Test
    void folderToIngestThatIsMissing() {
        Path data = root.resolve("data");

        assertFails(CliRun.of("ingest", root.resolve("no"), "--data", data), 3, "NOT_FOUND " + root.resolve("no"));
        assertThat(data).doesNotExist();
    }

    @Test
    void folderToWatchThatIsMissing() {
        CliRun run = CliRun.of("serve", "--watch", root.resolve("no"), "--data", root.resolve("data"));

        assertFails(run, 3, "NOT_FOUND " + root.resolve("no"));
    }

    @Test
    void searchWithoutAGalleryMakesNone() throws IOException {
        Path query = Files.write(root.resolve("query.jpg"), new byte[] {1});
        Path data = root.resolve("data");

        assertFails(CliRun.of("search", query, "--data", data), 3, "NOT_FOUND " + data + ": there is no gallery");
        assertThat(CliRun.of("gallery", "list", "--data", data).out()).isEqualTo("no images\n");
        assertThat(CliRun.of("gallery", "status", "--data", data, "--json")
                        .json()
                        .getInteger("indexed"))
                .isZero();
        assertThat(data).doesNotExist();
    }

    @Test
    void unknownConfigurationKey() {
        assertFails(
                CliRun.of("gallery", "status", "--set", "search.limt=5"),
                5,
                "CONFIG_INVALID configuration: search.limt: unknown key; did you mean search.limit?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--crop=1,2,3|BAD_REQUEST crop: ",
                "--filter={|BAD_REQUEST --filter: ",
                "--deadline=5|BAD_REQUEST patchrank search: Invalid value for option '--deadline'",
                "--limit=many|BAD_REQUEST patchrank search: Invalid value for option '--limit'",
                "--id=7|BAD_REQUEST patchrank search: "
            })
    void searchOptionThatCannotBeRead(String option, String line) throws IOException {
        Path query = Files.write(root.resolve("query.jpg"), new byte[] {1});

        assertFails(CliRun.of("search", query, option, "--data", root.resolve("data")), 2, line);
    }

    @Test
    void dataFolderOfANewerVersion() throws IOException {
        Files.writeString(root.resolve("patchrank.version"), "99\n");

        assertFails(
                CliRun.of("gallery", "status", "--data", root),
                6,
                "DATA_FOLDER_NEWER " + root.resolve("patchrank.version"));
    }

    @Test
    void dataFolderThatAnotherOwnsAndThatCannotBeAsked() throws IOException {
        PatchrankConfig config =
                PatchrankConfig.load(Optional.empty(), Map.of("data", root.toString(), "stages", "index"));
        try (Patchrank owner = Patchrank.start(config)) {
            assertThat(owner.bridgePort()).isEmpty();
            // As to another user, who may not read it.
            Files.delete(root.resolve("bridge.json"));

            CliRun run = CliRun.of("gallery", "status", "--data", root);

            assertFails(run, 6, "DATA_FOLDER_IN_USE " + root);
            assertThat(run.err()).contains("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void runningServerIsAskedAndALeftOverAddressIsNot() throws IOException {
        PatchrankConfig config =
                PatchrankConfig.load(Optional.empty(), Map.of("data", root.toString(), "stages", "index"));
        String address;
        try (Patchrank owner = Patchrank.start(config)) {
            assertThat(owner.bridgePort()).isEmpty();
            address = Files.readString(root.resolve("bridge.json"));
            assertThat(CliRun.of("gallery", "status", "--data", root, "--json")
                            .json()
                            .getInteger("indexed"))
                    .isZero();
        }
        Files.writeString(root.resolve("bridge.json"), address);

        assertThat(CliRun.of("gallery", "status", "--data", root, "--json").exitCode())
                .isZero();
        assertThat(root.resolve("bridge.json")).doesNotExist();
    }

    @Test
    void ingestOfNothingButDamagedImages() throws IOException {
        Path photos = Files.createDirectories(root.resolve("photos"));
        Files.write(photos.resolve("empty.jpg"), new byte[0]);
        Files.writeString(photos.resolve("words.png"), "no picture");

        CliRun run = CliRun.of("ingest", photos, "--data", root.resolve("data"));

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out()).contains("empty.jpg  EMPTY_FILE", "words.png  UNSUPPORTED_FORMAT", "2 rejected");
    }

    @Test
    void groundTruthWithAnImageThatIsMissing() throws IOException {
        Path groups = Files.writeString(root.resolve("groups.json"), "{\"a\": [\"1.jpg\", \"2.jpg\"]}");

        assertFails(
                CliRun.of("evaluate", "--images", root, "--groups", groups), 3, "NOT_FOUND " + root.resolve("1.jpg"));
    }

    @Test
    void contactSheetWhereNothingCanBeWrittenIsRefusedBeforeTheWork() throws IOException {
        Path images = SamplePhotos.draw(root);
        Path sheet = root.resolve("missing/sheet.png");

        assertFails(
                CliRun.of("evaluate", "--images", images, "--groups", root.resolve("groups.json"), "--sheet", sheet),
                6,
                "IO_FAILED " + sheet);
    }

    @Test
    void metadataOfAnImageThatIsMissing() throws IOException {
        Path fields = Files.writeString(root.resolve("fields.json"), "{\"1.jpg\": {}}");
        Path photos = Files.createDirectories(root.resolve("photos"));

        assertFails(
                CliRun.of("ingest", photos, "--metadata", fields, "--data", root.resolve("data")),
                3,
                "NOT_FOUND 1.jpg");
    }

    @Test
    void doctorFindsAConfiguredFileMissing() {
        CliRun run = CliRun.of("doctor", "--data", root, "--set", "model.weights=" + root.resolve("no.safetensors"));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("fail  weights", "ok    opencv");
    }
}
