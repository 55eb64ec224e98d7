package io.patchrank.testkit.crash;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.Persistence;
import io.patchrank.pipeline.TestPictures;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The same contents in a gallery that never crashed. */
final class Reference {
    /**
     * @param scores of each query of {@link Snapshot#QUERIES}
     */
    record Known(String sha256, String features, List<Double> scores) {}

    private final Path root;
    private final Map<Long, Known> known = new HashMap<>();
    private int galleries;

    Reference(Path root) {
        this.root = root;
    }

    /** Takes in those that are new, in a gallery of their own: so it stays small, however many cycles there are. */
    void learn(Collection<Long> contents) {
        List<Long> unknown =
                contents.stream().filter(c -> !known.containsKey(c)).distinct().toList();
        if (unknown.isEmpty()) {
            return;
        }
        Path folder = root.resolve("reference-" + galleries++);
        try (Patchrank app = CrashChild.start(folder.resolve("data"), Persistence.files())) {
            CompletableFuture.allOf(unknown.stream()
                            .map(content -> put(app, folder, content))
                            .toArray(CompletableFuture[]::new))
                    .join();
            Snapshot all = Snapshot.of(app);
            for (Snapshot.Row row : all.rows()) {
                List<Double> scores =
                        all.found().stream().map(query -> query.get(row.file())).toList();
                long content = Long.parseLong(row.file().replace(".png", ""));
                known.put(content, new Known(row.sha256(), row.features(), scores));
            }
        }
    }

    private static CompletableFuture<?> put(Patchrank app, Path folder, long content) {
        Path file = TestPictures.write(folder, content + ".png", content);
        return app.client().request(Addresses.GALLERY_PUT, new JsonObject().put("path", file.toString()));
    }

    Known of(long content) {
        return Objects.requireNonNull(known.get(content), () -> "content " + content + " was never learned");
    }
}
