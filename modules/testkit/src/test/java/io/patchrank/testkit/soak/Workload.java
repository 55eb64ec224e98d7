package io.patchrank.testkit.soak;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.Patchrank;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * What people do to a gallery, in a mix that leaves it about as large as it was: images of many sizes come, are replaced
 * and taken out, as files and as uploads; others are searched for, compared and looked at. Some at once; nothing is in
 * progress between two calls of {@link #run}.
 */
final class Workload {
    private static final int IMAGES = 120;
    private static final int AT_ONCE = 6;

    private final Patchrank app;
    private final Path photos;
    private final SplittableRandom random;
    private final Photographs photographs;
    private final String[] sources = new String[IMAGES];
    private final Map<String, Integer> done = new TreeMap<>();
    private long extractions;

    Workload(Patchrank app, Path photos, long seed) throws IOException {
        this.app = app;
        this.photos = Files.createDirectories(photos);
        this.random = new SplittableRandom(seed);
        this.photographs = new Photographs(seed);
    }

    /** Pictures that went through the network. */
    long extractions() {
        return extractions;
    }

    /** How often what was done. */
    Map<String, Integer> done() {
        return done;
    }

    /** Goes on until there are so many more extractions, and waits for all. */
    void run(long more) {
        long target = extractions + more;
        while (extractions < target) {
            List<CompletableFuture<JsonObject>> wave = new ArrayList<>();
            int first = random.nextInt(IMAGES);
            for (int i = 0; i < AT_ONCE; i++) {
                wave.add(operation((first + i) % IMAGES));
            }
            wave.forEach(CompletableFuture::join);
        }
    }

    private CompletableFuture<JsonObject> operation(int image) {
        String source = sources[image];
        int kind = random.nextInt(100);
        if (source == null || source.isEmpty()) {
            return kind < 20 ? upload(image) : put(image);
        }
        if (kind < 25) {
            return put(image);
        }
        if (kind < 40) {
            return remove(image);
        }
        JsonObject file = new JsonObject().put("path", source);
        return switch (kind % 8) {
            case 0 ->
                ask(
                        "comparison",
                        Addresses.COMPARE,
                        new JsonObject()
                                .put("query", bytes(image))
                                .put("other", file)
                                .put("picture", kind % 16 == 0),
                        2);
            case 1 ->
                ask("search with explanation", Addresses.SEARCH, bytes(image).put("explain", true), 1);
            default -> ask("search", Addresses.SEARCH, bytes(image), 1);
        };
    }

    private JsonObject bytes(int image) {
        return new JsonObject().put("image", photographs.next(image + random.nextInt(3)));
    }

    private CompletableFuture<JsonObject> put(int image) {
        Path file = photos.resolve(image + ".jpg");
        try {
            Files.write(file, photographs.next(random.nextInt(IMAGES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sources[image] = file.toString();
        return ask("put", Addresses.GALLERY_PUT, new JsonObject().put("path", file.toString()), 1);
    }

    private CompletableFuture<JsonObject> upload(int image) {
        JsonObject body = bytes(image).put("name", image + ".jpg");
        return ask("upload", Addresses.GALLERY_PUT, body, 1)
                .whenComplete((row, failure) -> sources[image] = row == null ? "" : row.getString("source"));
    }

    private CompletableFuture<JsonObject> remove(int image) {
        JsonObject body = new JsonObject().put("source", sources[image]);
        sources[image] = "";
        return ask("removal", Addresses.GALLERY_REMOVE, body, 0);
    }

    private CompletableFuture<JsonObject> ask(String what, String address, JsonObject body, int pictures) {
        extractions += pictures;
        done.merge(what, 1, Integer::sum);
        return app.client().request(address, body);
    }
}
