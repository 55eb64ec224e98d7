package io.patchrank.pipeline;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.isolation.NativeParts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** A running pipeline for tests, and what they ask of it. */
final class TestGallery implements AutoCloseable {
    private final Patchrank app;
    private final BusClient client;

    private TestGallery(Patchrank app) {
        this.app = app;
        this.client = app.client();
    }

    static TestGallery start(Path data, Map<String, String> settings) {
        return start(data, settings, new ColourGridExtractor());
    }

    static TestGallery start(Path data, Map<String, String> settings, ColourGridExtractor extractor) {
        return new TestGallery(Patchrank.start(config(data, settings), () -> extractor));
    }

    static TestGallery start(Path data, Map<String, String> settings, Class<? extends NativeParts> parts) {
        return new TestGallery(Patchrank.start(config(data, settings), parts));
    }

    /** Quick to settle, and no waiting for company: tests wait for each image. */
    static PatchrankConfig config(Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "data", data.toString(),
                "watch.settle", "100ms",
                "watch.rescan", "1s",
                "model.locals.top-k", "16",
                "store.group-commit", "0ms",
                "index.commit-interval", "0ms"));
        all.putAll(settings);
        return PatchrankConfig.load(Optional.empty(), all);
    }

    static Map<String, String> watching(Path folder) {
        return Map.of("watch.folders", folder.toString());
    }

    static Map<String, String> withoutWatch() {
        return Map.of("stages", "decode,extract,store,index,search,rerank");
    }

    Patchrank app() {
        return app;
    }

    JsonObject ask(String address, JsonObject body) {
        try {
            return client.request(address, body).join();
        } catch (CompletionException e) {
            throw Failures.typed(e);
        }
    }

    JsonObject status() {
        return ask(Addresses.GALLERY_STATUS, new JsonObject());
    }

    JsonObject put(Path file) {
        return ask(Addresses.GALLERY_PUT, new JsonObject().put("path", file.toString()));
    }

    JsonObject get(Path file) {
        return ask(Addresses.GALLERY_GET, new JsonObject().put("source", file.toString()));
    }

    SearchReply search(SearchRequest request) {
        return SearchReply.fromJson(ask(Addresses.SEARCH, request.toJson()));
    }

    /** The code of a search by a field that it does not take. */
    String refused(String field, Object value) {
        try {
            ask(Addresses.SEARCH, new JsonObject().put("id", "0").put(field, value));
            return "";
        } catch (PatchrankException e) {
            return e.code().name();
        }
    }

    List<JsonObject> images() {
        JsonArray images = ask(Addresses.GALLERY_LIST, new JsonObject()).getJsonArray("images");
        return images.stream().map(JsonObject.class::cast).toList();
    }

    /** Waits as long as it takes; a test that never gets there is ended by the test runner. */
    JsonObject awaitStatus(Predicate<JsonObject> reached) {
        while (true) {
            JsonObject status = status();
            if (reached.test(status)) {
                return status;
            }
            pause();
        }
    }

    JsonObject awaitIndexed(int images) {
        return awaitStatus(s -> s.getInteger("indexed") == images && s.getInteger("pending") == 0);
    }

    static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        app.close();
    }
}
