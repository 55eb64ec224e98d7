package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.testing.ChildJvm;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} in the middle of an ingest: nothing acknowledged is lost, nothing is there twice. */
class KilledProcessTest {
    private static final int IMAGES = 60;

    @TempDir
    Path root;

    /** The child: says a line for each acknowledged image, then goes on until it is killed. */
    static final class Child {
        public static void main(String[] args) {
            Path data = Path.of(args[0]);
            Path photos = Path.of(args[1]);
            TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch());
            for (int i = 0; i < IMAGES; i++) {
                gallery.put(photos.resolve(i + ".png"));
                System.out.println(i);
            }
            System.out.println("all");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 42})
    void everyImageIsIndexedExactlyOnceAfterTheRestart(int killAfter) throws IOException, InterruptedException {
        Path photos = root.resolve("photos");
        for (int i = 0; i < IMAGES; i++) {
            TestPictures.write(photos, i + ".png", i);
        }
        Path data = root.resolve("data");
        Process child = new ProcessBuilder(
                        ChildJvm.command(List.of(), Child.class, List.of(data.toString(), photos.toString())))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int acknowledged = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            while (acknowledged < killAfter && lines.readLine() != null) {
                acknowledged++;
            }
            child.destroyForcibly().waitFor();
            while (lines.ready() && lines.readLine() != null) {
                acknowledged++;
            }
        }

        try (TestGallery gallery = TestGallery.start(data, TestGallery.watching(photos))) {
            assertThat(gallery.status().getInteger("indexed") + gallery.status().getInteger("pending"))
                    .isGreaterThanOrEqualTo(acknowledged);
            JsonObject status = gallery.awaitIndexed(IMAGES);

            assertThat(status.getInteger("rejected") + status.getInteger("removed"))
                    .isZero();
            List<String> sources =
                    gallery.images().stream().map(i -> i.getString("source")).toList();
            assertThat(sources).hasSize(IMAGES).doesNotHaveDuplicates();
            for (int i = 0; i < IMAGES; i += 7) {
                SearchReply reply = gallery.search(SearchRequest.of(new QuerySource.Bytes(TestPictures.png(i))));
                assertThat(reply.hits().getFirst().source()).endsWith(File.separator + i + ".png");
                assertThat(reply.hits().getFirst().similarity()).isGreaterThan(0.999);
            }
        }
    }

    @Test
    void orderlyStopInTheMiddleLosesNothingEither() {
        Path photos = root.resolve("photos");
        for (int i = 0; i < IMAGES; i++) {
            TestPictures.write(photos, i + ".png", i);
        }
        Path data = root.resolve("data");
        int indexed;
        try (TestGallery gallery = TestGallery.start(data, TestGallery.watching(photos))) {
            gallery.awaitStatus(s -> s.getInteger("indexed") > 5);
        }
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            JsonObject status = gallery.awaitStatus(s -> s.getInteger("pending") == 0);
            indexed = status.getInteger("indexed");
            assertThat(indexed).isGreaterThan(5);
            assertThat(status.getInteger("rejected")).isZero();
        }
        try (TestGallery gallery = TestGallery.start(data, TestGallery.watching(photos))) {
            gallery.awaitIndexed(IMAGES);
        }
    }
}
