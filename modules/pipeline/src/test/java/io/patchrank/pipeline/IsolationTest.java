package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.testing.ChildJvm;
import io.patchrank.pipeline.KillerParts.Death;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real child processes that really die. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "children are started by a POSIX shell")
class IsolationTest {
    private static final int IMAGES = 28;
    private static final Instant START = Instant.now();

    @TempDir
    Path root;

    /** What the JVMs have left that died on purpose. */
    @AfterAll
    static void removeReports() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(temporary, "patchrank-crash-*.log")) {
            for (Path report : reports) {
                if (Files.getLastModifiedTime(report).toInstant().isAfter(START)) {
                    Files.deleteIfExists(report);
                }
            }
        }
    }

    private Path data() {
        return root.resolve("data");
    }

    private static Map<String, String> isolated(String... stages) {
        Map<String, String> settings = new HashMap<>(TestGallery.withoutWatch());
        settings.putAll(Map.of(
                "extract.device", "cpu",
                "extract.workers", "2",
                "decode.workers", "2",
                "isolation.heap", "64MB"));
        for (String stage : stages) {
            settings.put(stage + ".isolated", "true");
        }
        return settings;
    }

    /** The children of this process that work for us. */
    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .toList();
    }

    private List<JsonObject> putAll(TestGallery gallery, List<Path> files) {
        List<CompletableFuture<JsonObject>> puts = files.stream()
                .map(file -> gallery.app()
                        .client()
                        .request(Addresses.GALLERY_PUT, new JsonObject().put("path", file.toString())))
                .toList();
        return puts.stream().map(CompletableFuture::join).toList();
    }

    private List<Path> pictures(int from, int count) {
        List<Path> files = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            files.add(TestPictures.write(root.resolve("photos"), i + ".png", i));
        }
        return files;
    }

    private List<String> tries() throws IOException {
        return Files.readAllLines(KillerParts.tries(data()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"extract", "decode"})
    void picturesThatKillAreRejectedAfterTwoTriesAndNobodyElseIs(String stage) throws IOException {
        List<Path> files = pictures(0, IMAGES);
        files.add(7, TestPictures.write(root.resolve("photos/halt.png"), Death.HALT.png()));
        files.add(8, TestPictures.write(root.resolve("photos/segv.png"), Death.SEGMENTATION_FAULT.png()));
        try (TestGallery gallery = TestGallery.start(data(), isolated(stage), KillerParts.class)) {
            List<JsonObject> rows = putAll(gallery, files);

            Map<String, Long> states =
                    rows.stream().collect(Collectors.groupingBy(row -> row.getString("state"), Collectors.counting()));
            assertThat(states).containsOnly(Map.entry("INDEXED", (long) IMAGES), Map.entry("REJECTED", 2L));
            assertThat(rows)
                    .filteredOn(row -> row.getString("state").equals("REJECTED"))
                    .allSatisfy(row -> {
                        assertThat(row.getString("code")).isEqualTo("NATIVE_CRASH");
                        assertThat(row.getString("source")).matches(".*(halt|segv)\\.png");
                    });
            assertThat(gallery.images()).hasSize(IMAGES + 2);
            // Alone at the last; at the first perhaps still in the child's queue when another ended it.
            assertThat(tries()).contains("HALT", "SEGMENTATION_FAULT").hasSizeBetween(3, 4);
            assertThat(gallery.app().operations().metrics().await())
                    .contains("patchrank_isolation_rejected_total{stage=\"" + stage + "\"} 2.0")
                    .contains("patchrank_isolation_restarts_total{stage=\"" + stage + "\"}");
        }
        assertThat(children()).isEmpty();
    }

    @Test
    void queryThatKillsIsAnsweredAndOthersInFlightAreNotBlamed() {
        try (TestGallery gallery = TestGallery.start(data(), isolated("decode", "extract"), KillerParts.class)) {
            putAll(gallery, pictures(0, 4));
            CompletableFuture<List<JsonObject>> ingest =
                    CompletableFuture.supplyAsync(() -> putAll(gallery, pictures(4, 12)));

            JsonObject query = SearchRequest.of(new QuerySource.Bytes(Death.SEGMENTATION_FAULT.png()))
                    .toJson()
                    .put("deadlineMs", 120_000);
            assertThatThrownBy(() -> gallery.ask(Addresses.SEARCH, query))
                    .isInstanceOfSatisfying(PatchrankException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.NATIVE_CRASH);
                        assertThat(e.subject()).isEqualTo("query");
                    });

            assertThat(ingest.join())
                    .allSatisfy(row -> assertThat(row.getString("state")).isEqualTo("INDEXED"));
            assertThat(gallery.search(SearchRequest.of(new QuerySource.Bytes(TestPictures.png(3))))
                            .hits()
                            .getFirst()
                            .source())
                    .endsWith("3.png");
        }
    }

    @Test
    void pictureThatNeverEndsIsRejected() throws IOException {
        Map<String, String> settings = isolated("extract");
        settings.put("isolation.image-timeout", "1s");
        try (TestGallery gallery = TestGallery.start(data(), settings, KillerParts.class)) {
            JsonObject row = gallery.put(TestPictures.write(root.resolve("hang.png"), Death.HANG.png()));

            assertThat(row.getString("code")).isEqualTo("NATIVE_CRASH");
            assertThat(row.getString("reason")).contains("had worked on one image for 1 s");
            assertThat(tries()).containsExactly("HANG", "HANG");
            assertThat(gallery.put(pictures(0, 1).getFirst()).getString("state"))
                    .isEqualTo("INDEXED");
        }
    }

    /** A query does not wait for a child beyond its deadline. */
    @Test
    void deadlineHoldsWhileTheChildIsStuck() {
        try (TestGallery gallery = TestGallery.start(data(), isolated("extract"), KillerParts.class)) {
            JsonObject query = SearchRequest.of(new QuerySource.Bytes(Death.HANG.png()))
                    .toJson()
                    .put("deadlineMs", 300);

            assertThatThrownBy(() -> gallery.ask(Addresses.SEARCH, query))
                    .isInstanceOfSatisfying(
                            PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));

            children().forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void childThatIsKilledAgainAndAgainCostsNoPicture() {
        List<Path> files = pictures(0, 120);
        try (TestGallery gallery = TestGallery.start(data(), isolated("decode", "extract"), KillerParts.class)) {
            CompletableFuture<List<JsonObject>> ingest = CompletableFuture.supplyAsync(() -> putAll(gallery, files));
            for (int kills = 0; kills < 2; kills++) {
                int before = gallery.status().getInteger("indexed");
                gallery.awaitStatus(status -> status.getInteger("indexed") > before || ingest.isDone());
                children().forEach(ProcessHandle::destroyForcibly);
            }

            assertThat(ingest.join())
                    .allSatisfy(row -> assertThat(row.getString("state")).isEqualTo("INDEXED"));
            assertThat(gallery.images())
                    .extracting(image -> image.getString("source"))
                    .hasSize(100)
                    .doesNotHaveDuplicates();
            assertThat(gallery.status().getInteger("indexed")).isEqualTo(120);
            assertThat(gallery.status().getJsonObject("storage").getInteger("images"))
                    .isEqualTo(120);
        }
    }

    /** Keeps a gallery with isolated stages until it is killed. */
    static final class Parent {
        public static void main(String[] args) throws InterruptedException {
            TestGallery.start(Path.of(args[0]), isolated("decode", "extract"), KillerParts.class);
            System.out.println(
                    children().stream().map(child -> Long.toString(child.pid())).collect(Collectors.joining(" ")));
            Thread.currentThread().join();
        }
    }

    @Test
    void noChildOutlivesItsParent() throws IOException {
        Process parent = new ProcessBuilder(ChildJvm.command(List.of(), Parent.class, List.of(data().toString())))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = parent.inputReader()) {
            List<ProcessHandle> children = Stream.of(said.readLine().split(" "))
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
            assertThat(children).hasSize(2).allMatch(ProcessHandle::isAlive);

            parent.toHandle().destroyForcibly();

            children.forEach(child -> child.onExit().join());
        }
    }
}
