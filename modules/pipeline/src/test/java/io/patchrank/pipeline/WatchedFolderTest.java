package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFolderTest {
    @TempDir
    Path root;

    Path folder;
    Path data;

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectories(root.resolve("photos"));
        data = root.resolve("data");
    }

    private TestGallery start() {
        return TestGallery.start(data, TestGallery.watching(folder));
    }

    @Test
    void filesThereAtStartAndFilesDroppedLaterBecomeSearchable() {
        TestPictures.write(folder, "a.png", 1);
        TestPictures.write(folder, "sub/b.png", 2);
        try (TestGallery gallery = start()) {
            gallery.awaitIndexed(2);
            Path dropped = TestPictures.write(folder, "c.png", 3);
            gallery.awaitIndexed(3);

            SearchReply reply = gallery.search(SearchRequest.of(new QuerySource.File(dropped.toString())));

            assertThat(reply.hits()).hasSize(3);
            assertThat(reply.hits().getFirst().source()).isEqualTo(dropped.toString());
            assertThat(reply.hits().getFirst().similarity()).isGreaterThan(0.999);
            assertThat(reply.partial()).isFalse();
            assertThat(reply.timings())
                    .containsKeys("decode", "extract", "search", "rerank", "rerank.read", "rerank.score", "total");
            double read = reply.timings().getOrDefault("rerank.read", -1.0);
            double score = reply.timings().getOrDefault("rerank.score", -1.0);
            assertThat(read).isNotNegative();
            assertThat(score).isPositive();
            assertThat(reply.timings().get("rerank")).isGreaterThanOrEqualTo(read + score);
        }
    }

    @Test
    void renamedFileKeepsItsIdAndIsNotExtractedAgain() throws IOException {
        Path old = TestPictures.write(folder, "old.png", 1);
        try (TestGallery gallery = start()) {
            gallery.awaitIndexed(1);
            JsonObject before = gallery.get(old);

            Path renamed = Files.move(old, folder.resolve("new.png"));
            JsonObject after = awaitSource(gallery, renamed);

            assertThat(after.getString("id")).isEqualTo(before.getString("id"));
            assertThat(after.getString("features")).isEqualTo(before.getString("features"));
            assertThat(gallery.status().getInteger("removed")).isZero();
        }
    }

    private static JsonObject awaitSource(TestGallery gallery, Path source) {
        while (true) {
            for (JsonObject image : gallery.images()) {
                if (image.getString("source").equals(source.toString())
                        && image.getString("state").equals("INDEXED")) {
                    return image;
                }
            }
            TestGallery.pause();
        }
    }

    @Test
    void copyOfAKnownImageSharesItsFeatures() throws IOException {
        Path original = TestPictures.write(folder, "original.png", 1);
        try (TestGallery gallery = start()) {
            gallery.awaitIndexed(1);

            Path copy = Files.copy(original, folder.resolve("copy.png"));
            gallery.awaitIndexed(2);

            assertThat(gallery.get(copy).getString("features"))
                    .isEqualTo(gallery.get(original).getString("features"));
            assertThat(gallery.get(copy).getString("id"))
                    .isNotEqualTo(gallery.get(original).getString("id"));
        }
    }

    @Test
    void changedContentReplacesTheImageUnderTheSameId() {
        Path file = TestPictures.write(folder, "a.png", 1);
        try (TestGallery gallery = start()) {
            gallery.awaitIndexed(1);
            JsonObject before = gallery.get(file);

            TestPictures.write(folder, "a.png", 2);
            JsonObject after = before;
            while (after.getString("sha256").equals(before.getString("sha256"))) {
                TestGallery.pause();
                after = gallery.get(file);
            }

            assertThat(after.getString("id")).isEqualTo(before.getString("id"));
            SearchReply reply = gallery.search(SearchRequest.of(new QuerySource.Bytes(TestPictures.png(2))));
            assertThat(reply.hits()).hasSize(1);
            assertThat(reply.hits().getFirst().similarity()).isGreaterThan(0.999);
        }
    }

    @Test
    void removedFileIsFoundByNoSearch() throws IOException {
        Path file = TestPictures.write(folder, "a.png", 1);
        TestPictures.write(folder, "b.png", 2);
        try (TestGallery gallery = start()) {
            gallery.awaitIndexed(2);

            Files.delete(file);
            gallery.awaitStatus(s -> s.getInteger("removed") == 1);

            SearchReply reply = gallery.search(SearchRequest.of(new QuerySource.Bytes(TestPictures.png(1))));
            assertThat(reply.hits())
                    .extracting(h -> Path.of(h.source()).getFileName().toString())
                    .containsExactly("b.png");
        }
    }

    @Test
    void filesRemovedWhileNobodyWatchedAreRemovedAtTheNextStart() throws IOException {
        Path file = TestPictures.write(folder, "a.png", 1);
        TestPictures.write(folder, "b.png", 2);
        try (TestGallery gallery = start()) {
            gallery.awaitIndexed(2);
        }
        Files.delete(file);
        try (TestGallery gallery = start()) {
            gallery.awaitStatus(s -> s.getInteger("removed") == 1 && s.getInteger("indexed") == 1);
        }
    }

    @Test
    void manyRemovedFilesShareTheirCommits() throws IOException {
        for (int i = 0; i < 40; i++) {
            TestPictures.write(folder, i + ".png", i);
        }
        TestPictures.write(folder, "stays.png", 99);
        try (TestGallery gallery =
                TestGallery.start(data, Map.of("watch.folders", folder.toString(), "index.commit-interval", "2s"))) {
            gallery.awaitIndexed(41);
            for (int i = 0; i < 40; i++) {
                Files.delete(folder.resolve(i + ".png"));
            }
            Set<String> updates = new HashSet<>();
            gallery.awaitStatus(s -> {
                updates.add(s.getInteger("indexed").toString());
                return s.getInteger("removed") == 40;
            });
            // One by one, the count of indexed images would have been seen at every step.
            assertThat(updates).hasSizeLessThan(10);
        }
    }

    @Test
    void symbolicLinkIsNotFollowedHoweverItIsFound() throws IOException {
        Path target = TestPictures.write(root, "elsewhere.png", 5);
        TestPictures.write(folder, "first.png", 1);
        try (TestGallery gallery = start()) {
            gallery.awaitIndexed(1);
            Files.createSymbolicLink(folder.resolve("link.png"), target);
            TestPictures.write(folder, "second.png", 2);
            gallery.awaitIndexed(2);
            assertThat(gallery.images())
                    .extracting(image -> image.getString("source"))
                    .noneMatch(source -> source.endsWith("link.png"));
        }
    }

    @Test
    void vanishedWatchedFolderRemovesNothing() throws IOException {
        TestPictures.write(folder, "a.png", 1);
        try (TestGallery gallery = start()) {
            gallery.awaitIndexed(1);
            Files.move(folder, root.resolve("unmounted"));
            Path other = TestPictures.write(root, "other.png", 9);
            for (int i = 0; i < 5; i++) {
                gallery.put(other);
                TestGallery.pause();
            }
            assertThat(gallery.status().getInteger("removed")).isZero();
        }
    }

    @Test
    void brokenFilesAreRejectedWithTheirReasonAndDisturbNobody() {
        byte[] png = TestPictures.png(5);
        Path truncated = TestPictures.write(folder.resolve("cut.png"), Arrays.copyOf(png, png.length / 2));
        Path text = TestPictures.write(folder.resolve("text.jpg"), "no image at all".getBytes());
        Path empty = TestPictures.write(folder.resolve("empty.png"), new byte[0]);
        TestPictures.write(folder, "good.png", 1);
        try (TestGallery gallery = start()) {
            gallery.awaitStatus(s -> s.getInteger("indexed") == 1 && s.getInteger("rejected") == 3);

            assertThat(gallery.get(truncated).getString("code")).isEqualTo("TRUNCATED_IMAGE");
            assertThat(gallery.get(text).getString("code")).isEqualTo("UNSUPPORTED_FORMAT");
            assertThat(gallery.get(empty).getString("code")).isEqualTo("EMPTY_FILE");
            assertThat(gallery.get(empty).getString("reason")).isNotBlank();
        }
    }

    @Test
    void partlyCopiedFileIsIndexedOnceItIsComplete() {
        byte[] png = TestPictures.png(5);
        Path file = TestPictures.write(folder.resolve("slow.png"), Arrays.copyOf(png, png.length / 2));
        try (TestGallery gallery = start()) {
            gallery.awaitStatus(s -> s.getInteger("rejected") == 1);
            TestPictures.write(file, png);
            gallery.awaitStatus(s -> s.getInteger("rejected") == 0 && s.getInteger("indexed") == 1);
        }
    }

    @Test
    void restartFindsEverythingAsItWas() {
        for (int i = 0; i < 12; i++) {
            TestPictures.write(folder, "p" + i + ".png", i);
        }
        JsonObject before;
        try (TestGallery gallery = start()) {
            before = gallery.awaitIndexed(12);
        }
        try (TestGallery gallery = start()) {
            JsonObject after = gallery.awaitIndexed(12);
            assertThat(after.getJsonObject("storage").getInteger("images"))
                    .isEqualTo(before.getJsonObject("storage").getInteger("images"));
            SearchReply reply = gallery.search(SearchRequest.of(new QuerySource.Bytes(TestPictures.png(7))));
            assertThat(reply.hits().getFirst().source()).endsWith("p7.png");
        }
    }
}
