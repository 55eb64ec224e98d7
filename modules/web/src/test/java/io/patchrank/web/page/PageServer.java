package io.patchrank.web.page;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.web.WebVerticle;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A whole patchrank with its page, in this process, on a free port of the loopback. */
final class PageServer implements AutoCloseable {
    private final Patchrank app;
    private final WebVerticle web;
    private final BusClient client;

    private PageServer(Patchrank app, WebVerticle web) {
        this.app = app;
        this.web = web;
        client = app.client();
    }

    /** With the embedded model. */
    static PageServer start(Path data, Map<String, String> settings) {
        PatchrankConfig config = config(data, settings);
        WebVerticle web = new WebVerticle(config, List.of());
        return new PageServer(Patchrank.startWithWeb(config, () -> web), web);
    }

    /** With an extractor of the test's, where it does not matter what is alike. */
    static PageServer start(Path data, Map<String, String> settings, Callable<FeatureExtractor> extractor) {
        PatchrankConfig config = config(data, settings);
        WebVerticle web = new WebVerticle(config, List.of());
        return new PageServer(Patchrank.start(config, extractor, () -> web), web);
    }

    private static PatchrankConfig config(Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "data", data.toString(),
                "web.port", "0",
                "bus.bridge.port", "0",
                "watch.settle", "100ms",
                "watch.rescan", "1s",
                "store.group-commit", "0ms",
                "index.commit-interval", "50ms"));
        all.putAll(settings);
        return PatchrankConfig.load(Optional.empty(), all);
    }

    /** Where the page is, with a slash at its end. */
    String address() {
        return web.address();
    }

    JsonObject ask(String address, JsonObject body) {
        return client.request(address, body).join();
    }

    /** Waits until so many images are searchable and so many were rejected. */
    PageServer awaitImages(int indexed, int rejected) {
        while (true) {
            JsonObject status = ask(Addresses.GALLERY_STATUS, new JsonObject());
            if (status.getInteger("indexed") == indexed
                    && status.getInteger("rejected") == rejected
                    && status.getInteger("pending") == 0) {
                return this;
            }
            Browser.pause(50);
        }
    }

    @Override
    public void close() {
        client.close();
        app.close();
    }
}
