package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk has lost features that the catalogue still names. */
class LostFeaturesTest {
    private static final int IMAGES = 12;

    @TempDir
    Path root;

    private Path data;
    private List<Path> files = List.of();

    @BeforeEach
    void ingest() {
        data = root.resolve("data");
        files = IntStream.range(0, IMAGES)
                .mapToObj(i -> TestPictures.write(root, i + ".png", i))
                .toList();
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            files.forEach(gallery::put);
        }
    }

    private void deleteFeatures() throws IOException {
        try (Stream<Path> paths = Files.walk(data.resolve("features"))) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void damage() throws IOException {
        try (Stream<Path> paths = Files.list(data.resolve("features"));
                RandomAccessFile journal = new RandomAccessFile(
                        paths.filter(p -> p.toString().endsWith(".prj"))
                                .findFirst()
                                .orElseThrow()
                                .toFile(),
                        "rw")) {
            journal.seek(journal.length() / 2);
            journal.write(new byte[64]);
        }
    }

    private static SearchReply search(TestGallery gallery, int seed) {
        return gallery.search(SearchRequest.of(new QuerySource.Bytes(TestPictures.png(seed))));
    }

    @Test
    void searchSaysWhatIsWrongAndPuttingTheImagesAgainMendsIt() throws IOException {
        deleteFeatures();
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            assertThatThrownBy(() -> search(gallery, 3))
                    .isInstanceOfSatisfying(
                            PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPT))
                    .hasMessageContaining("ingest those images again");

            assertThat(files).allSatisfy(file -> assertThat(gallery.put(file).getString("action"))
                    .isEqualTo("indexed"));

            assertThat(search(gallery, 3).scored()).isEqualTo(IMAGES);
            assertThat(gallery.status().getInteger("indexed")).isEqualTo(IMAGES);
            assertThat(gallery.put(files.getFirst()).getString("action")).isEqualTo("unchanged");
        }
    }

    @Test
    void oneDamagedImageKeepsItsGlobalPlaceUntilItIsPutAgain() throws IOException {
        damage();
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            assertThat(search(gallery, 3).scored()).isBetween(IMAGES - 2, IMAGES - 1);

            List<String> actions = files.stream()
                    .map(file -> gallery.put(file).getString("action"))
                    .toList();

            assertThat(actions).contains("indexed", "unchanged");
            assertThat(search(gallery, 3).scored()).isEqualTo(IMAGES);
        }
    }

    @Test
    void renamedFileOfLostFeaturesKeepsItsId() throws IOException {
        deleteFeatures();
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            String id = gallery.get(files.getFirst()).getString("id");
            Path renamed = Files.move(files.getFirst(), root.resolve("renamed.png"));

            assertThat(gallery.put(renamed).getString("id")).isEqualTo(id);
            assertThat(gallery.get(renamed).getString("state")).isEqualTo("INDEXED");
        }
    }
}
