package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.CompactJson;
import io.patchrank.api.bus.Hit;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What removed and replaced images leave behind is given back, and nothing else changes. */
class CompactionTest {
    private static final int IMAGES = 300;
    private static final int AT_ONCE = 50;
    private static final int QUERIES = 12;

    @TempDir
    Path root;

    private Path data;

    @BeforeEach
    void nameData() {
        data = root.resolve("data");
    }

    private TestGallery start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(TestGallery.withoutWatch());
        settings.putAll(Map.of(
                "store.segment-images", "50",
                "store.compact-above", "0.1",
                "store.compact-interval", "1h",
                "store.compact-grace", "1ms",
                "index.commit-interval", "20ms"));
        settings.putAll(more);
        return TestGallery.start(data, settings);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 60})
    void removedImagesGiveTheirSpaceBackAndNoneReappears(int percent) {
        Set<String> removed = new HashSet<>();
        Map<String, Map<String, Double>> before;
        Map<String, JsonObject> rows;
        long shardsBefore;
        try (TestGallery gallery = start(Map.of())) {
            putAll(gallery, IntStream.range(0, IMAGES));
            for (int i = 0; i < IMAGES; i++) {
                if (i * 37 % 100 < percent) {
                    removed.add(file(i).toString());
                }
            }
            removeAll(gallery, removed);
            before = searches(gallery);
            rows = rows(gallery);
            shardsBefore = bytes(data.resolve("features"));

            JsonObject report = whileSearching(gallery, () -> compact(gallery));

            assertThat(report.getLong("dead")).isEqualTo(removed.size());
            assertThat(report.getLong("returnedBytes")).isPositive();
            assertSame(gallery, before, rows, removed);
            assertThat(gallery.status().getJsonObject("storage").getLong("images"))
                    .isEqualTo(IMAGES - removed.size());
        }
        double kept = 1 - removed.size() / (double) IMAGES;
        assertThat((double) bytes(data.resolve("features")) / shardsBefore).isCloseTo(kept, within(0.08));
        try (TestGallery gallery = start(Map.of())) {
            assertSame(gallery, before, rows, removed);
            assertThat(compact(gallery).getLong("segments")).isZero();
        }
    }

    private void assertSame(
            TestGallery gallery,
            Map<String, Map<String, Double>> searches,
            Map<String, JsonObject> rows,
            Set<String> removed) {
        assertThat(searches(gallery)).isEqualTo(searches);
        assertThat(rows(gallery)).isEqualTo(rows);
        assertThat(rows.keySet()).doesNotContainAnyElementsOf(removed);
        searches.values().forEach(hits -> assertThat(hits.keySet()).doesNotContainAnyElementsOf(removed));
    }

    @Test
    void openSegmentIsCompactedToo() {
        try (TestGallery gallery = start(Map.of("store.segment-images", "1000"))) {
            putAll(gallery, IntStream.range(0, 40));
            removeAll(
                    gallery,
                    IntStream.range(0, 30).mapToObj(i -> file(i).toString()).toList());
            Map<String, Map<String, Double>> before = searches(gallery);

            compact(gallery);

            assertThat(gallery.status().getJsonObject("storage").getLong("images"))
                    .isEqualTo(10);
            assertThat(searches(gallery)).isEqualTo(before);
        }
    }

    @Test
    void galleryThatIsChangedMeanwhileLosesNothing() {
        try (TestGallery gallery = start(Map.of("store.segment-images", "10"))) {
            putAll(gallery, IntStream.range(0, 60));
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Void> compacting = CompletableFuture.runAsync(() -> {
                while (!done.get()) {
                    compact(gallery);
                }
            });
            Map<String, Long> contents = new TreeMap<>();
            IntStream.range(0, 60).forEach(i -> contents.put(file(i).toString(), (long) i));
            for (int round = 0; round < 8; round++) {
                List<CompletableFuture<JsonObject>> changes = new ArrayList<>();
                for (int i = round % 3; i < 60; i += 3) {
                    // New content, the content of another image (a copy), or new metadata.
                    long content = i % 2 == 0 ? 1000L * round + i : (i + 7) % 60;
                    TestPictures.write(root, i + ".png", content);
                    contents.put(file(i).toString(), content);
                    JsonObject put = new JsonObject()
                            .put("path", file(i).toString())
                            .put("metadata", new JsonObject().put("round", round));
                    changes.add(gallery.app().client().request(Addresses.GALLERY_PUT, put));
                }
                changes.forEach(CompletableFuture::join);
            }
            done.set(true);
            compacting.join();
            compact(gallery);

            assertThat(rows(gallery).keySet()).isEqualTo(contents.keySet());
            // The best hit of each picture is itself, which needs its own local features.
            contents.forEach(
                    (source, content) -> assertThat(best(gallery, content)).contains(source));
        }
    }

    /** Images that show exactly this. */
    private List<String> best(TestGallery gallery, long content) {
        SearchReply reply = gallery.search(SearchRequest.of(new QuerySource.Bytes(TestPictures.png(content))));
        assertThat(reply.scored()).isEqualTo(reply.shortlist());
        double top = reply.hits().getFirst().score();
        return reply.hits().stream()
                .filter(hit -> hit.score() > top - 1e-6)
                .map(Hit::source)
                .toList();
    }

    @Test
    void looksByItselfWhenTheGalleryHasChanged() {
        try (TestGallery gallery = start(Map.of("store.segment-images", "10", "store.compact-interval", "50ms"))) {
            List<JsonObject> events = new ArrayList<>();
            gallery.app().vertx().eventBus().<JsonObject>consumer(Addresses.EVENTS, message -> {
                if (message.body().getString("type").equals("compacted")) {
                    synchronized (events) {
                        events.add(message.body());
                    }
                }
            });
            putAll(gallery, IntStream.range(0, 20));
            removeAll(
                    gallery,
                    IntStream.range(0, 10).mapToObj(i -> file(i).toString()).toList());

            gallery.awaitStatus(status -> status.getJsonObject("storage").getLong("images") == 10);
            JsonObject status =
                    gallery.awaitStatus(s -> s.getJsonObject("compaction").getLong("deadImages") == 0);

            assertThat(status.getJsonObject("compaction").getLong("returnedBytes"))
                    .isPositive();
            while (true) {
                synchronized (events) {
                    if (!events.isEmpty()) {
                        break;
                    }
                }
                TestGallery.pause();
            }
        }
    }

    @Test
    void filesOfRemovedUploadsAreDeletedAndNoOthers() throws IOException {
        Path mine = TestPictures.write(root, "mine.png", 3);
        try (TestGallery gallery = start(Map.of())) {
            Path kept = upload(gallery, 1);
            Path gone = upload(gallery, 2);
            gallery.put(mine);
            Path stranger = Files.writeString(gone.resolveSibling("notes.txt"), "not ours to delete");
            removeAll(gallery, List.of(gone.toString(), mine.toString()));

            JsonObject report = compact(gallery);

            assertThat(report.getInteger("uploads")).isEqualTo(1);
            assertThat(gone).doesNotExist();
            assertThat(kept).exists();
            assertThat(mine).exists();
            assertThat(stranger).exists();
            assertThat(upload(gallery, 2)).isEqualTo(gone).exists();
            assertThat(compact(gallery).getInteger("uploads")).isZero();
        }
    }

    private static Path upload(TestGallery gallery, long content) {
        JsonObject row = gallery.ask(
                Addresses.GALLERY_PUT,
                new JsonObject().put("image", TestPictures.png(content)).put("name", content + ".png"));
        assertThat(row.getString("state")).isEqualTo("INDEXED");
        return Path.of(row.getString("source"));
    }

    @Test
    void shareOfOneMeansNever() {
        try (TestGallery gallery = start(Map.of("store.compact-above", "1", "store.segment-images", "5"))) {
            putAll(gallery, IntStream.range(0, 10));
            removeAll(
                    gallery,
                    IntStream.range(0, 10).mapToObj(i -> file(i).toString()).toList());

            assertThat(compact(gallery).getLong("segments")).isZero();
        }
    }

    @Test
    void onlyRunsThatWereOrAreCanBeAskedFor() {
        try (TestGallery gallery = start(Map.of())) {
            assertThatExceptionOfType(PatchrankException.class)
                    .isThrownBy(() -> gallery.ask(Addresses.GALLERY_COMPACT, new JsonObject().put("run", 7)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
            assertThatExceptionOfType(PatchrankException.class)
                    .isThrownBy(() -> gallery.ask(Addresses.GALLERY_COMPACT, new JsonObject().put("now", true)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        }
    }

    private Path file(int image) {
        return root.resolve(image + ".png");
    }

    /** Not more at once than may wait. */
    private void putAll(TestGallery gallery, IntStream images) {
        List<CompletableFuture<JsonObject>> puts = new ArrayList<>();
        images.forEach(i -> {
            Path file = TestPictures.write(root, i + ".png", i);
            puts.add(gallery.app()
                    .client()
                    .request(Addresses.GALLERY_PUT, new JsonObject().put("path", file.toString())));
            if (puts.size() == AT_ONCE) {
                awaitIndexed(puts);
            }
        });
        awaitIndexed(puts);
    }

    private static void awaitIndexed(List<CompletableFuture<JsonObject>> puts) {
        puts.forEach(put -> assertThat(put.join().getString("state")).isEqualTo("INDEXED"));
        puts.clear();
    }

    private static void removeAll(TestGallery gallery, Iterable<String> sources) {
        List<CompletableFuture<JsonObject>> removals = new ArrayList<>();
        sources.forEach(source -> removals.add(
                gallery.app().client().request(Addresses.GALLERY_REMOVE, new JsonObject().put("source", source))));
        removals.forEach(CompletableFuture::join);
    }

    private static JsonObject compact(TestGallery gallery) {
        JsonObject answer = gallery.ask(Addresses.GALLERY_COMPACT, new JsonObject());
        Optional<JsonObject> next = CompactJson.next(answer);
        while (next.isPresent()) {
            answer = gallery.ask(Addresses.GALLERY_COMPACT, next.get());
            next = CompactJson.next(answer);
        }
        return answer;
    }

    /** Searches go on all the while, and none fails or leaves a candidate out. */
    private static JsonObject whileSearching(TestGallery gallery, Supplier<JsonObject> work) {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger searches = new AtomicInteger();
        CompletableFuture<Void> searching = CompletableFuture.runAsync(() -> {
            while (!done.get() || searches.get() == 0) {
                SearchReply reply = search(gallery, searches.getAndIncrement() % QUERIES);
                assertThat(reply.scored()).isEqualTo(reply.shortlist()).isPositive();
            }
        });
        try {
            return work.get();
        } finally {
            done.set(true);
            searching.join();
        }
    }

    private static SearchReply search(TestGallery gallery, long query) {
        return gallery.search(SearchRequest.of(new QuerySource.Bytes(TestPictures.png(-1 - query))));
    }

    /** Scores by source, by query. */
    private static Map<String, Map<String, Double>> searches(TestGallery gallery) {
        Map<String, Map<String, Double>> all = new TreeMap<>();
        for (int query = 0; query < QUERIES; query++) {
            Map<String, Double> scores = new TreeMap<>();
            for (Hit hit : search(gallery, query).hits()) {
                scores.put(hit.source(), (double) hit.score());
            }
            all.put("query " + query, scores);
        }
        return all;
    }

    /** Rows by source, without the place of their features. */
    private static Map<String, JsonObject> rows(TestGallery gallery) {
        Map<String, JsonObject> rows = new TreeMap<>();
        JsonObject page = gallery.ask(Addresses.GALLERY_LIST, new JsonObject().put("limit", 1000));
        for (Object image : page.getJsonArray("images")) {
            JsonObject row = ((JsonObject) image).copy();
            row.remove("features");
            rows.put(row.getString("source"), row);
        }
        return rows;
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
