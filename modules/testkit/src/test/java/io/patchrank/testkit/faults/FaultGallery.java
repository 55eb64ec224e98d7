package io.patchrank.testkit.faults;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.pipeline.ColourGridExtractor;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.Persistence;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.health.Readiness;
import io.patchrank.pipeline.message.ReadRequest;
import io.patchrank.pipeline.message.StageAddresses;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.VerifyReport;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** A gallery in this process, without the stages that need PyTorch, and what the tests ask of it. */
final class FaultGallery implements AutoCloseable {
    private final Patchrank app;

    private FaultGallery(Patchrank app) {
        this.app = app;
    }

    /** Small segments, so that shards are sealed all the time. */
    static FaultGallery start(Path data, Persistence disk, Map<String, String> settings) {
        return new FaultGallery(Patchrank.start(config(data, settings), ColourGridExtractor::new, disk));
    }

    static PatchrankConfig config(Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "data", data.toString(),
                "stages", "decode,extract,store,index",
                "extract.device", "cpu",
                "model.locals.top-k", "16",
                "store.segment-images", "5",
                "store.group-commit", "0ms",
                "index.commit-interval", "0ms",
                "operations.data-min-free", "1KB",
                "watch.settle", "50ms",
                "watch.rescan", "1s"));
        all.putAll(settings);
        return PatchrankConfig.load(Optional.empty(), all);
    }

    static FaultGallery start(Path data, Persistence disk) {
        return start(data, disk, Map.of());
    }

    static Map<String, String> watching(Path folder) {
        return Map.of("watch.folders", folder.toString(), "stages", "watch,decode,extract,store,index");
    }

    Patchrank app() {
        return app;
    }

    JsonObject ask(String address, JsonObject body) {
        try {
            return app.client().request(address, body).join();
        } catch (CompletionException e) {
            throw Failures.typed(e);
        }
    }

    JsonObject put(Path file) {
        return ask(Addresses.GALLERY_PUT, new JsonObject().put("path", file.toString()));
    }

    JsonObject remove(Path file) {
        return ask(Addresses.GALLERY_REMOVE, new JsonObject().put("source", file.toString()));
    }

    JsonObject row(Path file) {
        return ask(Addresses.GALLERY_GET, new JsonObject().put("source", file.toString()));
    }

    JsonObject status() {
        return ask(Addresses.GALLERY_STATUS, new JsonObject());
    }

    /** Reads the stored features of an indexed image. */
    void readFeatures(Path file) {
        FeatureKey key = FeatureKey.parse(row(file).getString("features"));
        try {
            app.vertx()
                    .eventBus()
                    .request(StageAddresses.READ_LOCALS, new ReadRequest(List.of(key), 1, LocalsForm.RICHEST))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw Failures.typed(e);
        }
    }

    Readiness readiness() {
        return app.operations().readiness().await();
    }

    void awaitReady() {
        await(() -> readiness().ready());
    }

    void awaitIndexed(int images) {
        await(() -> status().getInteger("indexed") == images && status().getInteger("pending") == 0);
    }

    void awaitState(Path file, String state) {
        await(() -> {
            try {
                return row(file).getString("state").equals(state);
            } catch (PatchrankException e) {
                return false;
            }
        });
    }

    /** As long as it takes; a test that never gets there is ended by the test runner. */
    static void await(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            pause(20);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** All bytes of a gallery that is closed. */
    static VerifyReport verify(Path data) {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.openExisting(data.resolve("features"))) {
            return storage.verify();
        }
    }

    @Override
    public void close() {
        app.close();
    }
}
