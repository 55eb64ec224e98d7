package io.patchrank.web.page;

import io.patchrank.evaluation.sample.SampleGallery;
import io.patchrank.evaluation.sample.SampleOptions;
import io.patchrank.web.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A server with the embedded model, the small sample gallery with its ground truth, and two files that it must reject.
 * The views 2 of the scenes are kept out of the gallery: they are what people ask with.
 */
final class SampleServer implements AutoCloseable {
    static final int REJECTED = 2;

    private final Path root;
    private final Path queries;
    private final int images;
    private final TestServer server;

    private SampleServer(Path root, Path queries, int images, TestServer server) {
        this.root = root;
        this.queries = queries;
        this.images = images;
        this.server = server;
    }

    static SampleServer start() {
        try {
            Path root = Files.createTempDirectory("patchrank-page");
            SampleOptions options = SampleOptions.small();
            SampleGallery sample = SampleGallery.write(root.resolve("sample"), options);
            Path queries = Files.createDirectories(root.resolve("queries"));
            for (int scene = 0; scene < options.scenes(); scene++) {
                String name = "scene_%02d".formatted(scene);
                Files.move(sample.images().resolve(name + "/view_2.jpg"), queries.resolve(name + ".jpg"));
            }
            byte[] whole = Files.readAllBytes(sample.images().resolve("scene_00/view_0.jpg"));
            Files.write(sample.images().resolve("cut off.jpg"), Arrays.copyOf(whole, whole.length / 2));
            Files.writeString(sample.images().resolve("words.png"), "no picture");
            int images = options.images() - options.scenes();
            TestServer server = TestServer.startWithEmbeddedModel(
                    root.resolve("data"),
                    Map.of(
                            "watch.folders", sample.images().toString(),
                            // Other modules are tested beside.
                            "search.deadline", "60s",
                            "web.truth", sample.groupsFile().toString()));
            return new SampleServer(root, queries, images, server.awaitImages(images, REJECTED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return server.address();
    }

    TestServer server() {
        return server;
    }

    /** Searchable images. */
    int images() {
        return images;
    }

    /** A view of this scene that the gallery does not have. */
    Path query(int scene) {
        return queries.resolve("scene_%02d.jpg".formatted(scene));
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
