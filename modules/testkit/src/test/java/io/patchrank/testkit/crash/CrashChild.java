package io.patchrank.testkit.crash;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.pipeline.ColourGridExtractor;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.Persistence;
import io.patchrank.pipeline.TestPictures;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The process that dies. Says on standard output, a line each: {@code STATE} with all that the gallery holds after the
 * start, {@code TRY} before and {@code ACK} after each change, {@code END} when it has lived through its plan.
 */
final class CrashChild {
    private final Path photos;
    private final Patchrank app;

    private CrashChild(Path photos, Patchrank app) {
        this.photos = photos;
        this.app = app;
    }

    /** Arguments: data folder, folder of photographs, seed, cycle, crash point, its occurrence. */
    public static void main(String[] args) throws InterruptedException {
        Fuse fuse = new Fuse(CrashPoint.valueOf(args[4]), Integer.parseInt(args[5]));
        Patchrank app = start(Path.of(args[0]), new CrashingDisk(fuse));
        say("STATE " + Snapshot.of(app).toJson().encode());
        app.vertx().eventBus().<Object>addOutboundInterceptor(delivery -> acknowledging(delivery, fuse));
        CrashChild child = new CrashChild(Path.of(args[1]), app);
        new Plan(Long.parseLong(args[2]), Integer.parseInt(args[3])).waves().forEach(child::apply);
        say("END");
        if (Integer.parseInt(args[3]) < 0) {
            app.close();
            return;
        }
        Thread.currentThread().join();
    }

    /** Small segments, so that shards are sealed and compacted all the time. Nothing that needs PyTorch, which takes long to load. */
    static Patchrank start(Path data, Persistence disk) {
        PatchrankConfig config = PatchrankConfig.load(
                Optional.empty(),
                Map.ofEntries(
                        Map.entry("data", data.toString()),
                        Map.entry("stages", "decode,extract,store,index"),
                        Map.entry("extract.device", "cpu"),
                        Map.entry("model.locals.top-k", "16"),
                        Map.entry("store.segment-images", "5"),
                        Map.entry("store.group-commit", "2ms"),
                        Map.entry("store.compact-above", "0.1"),
                        Map.entry("store.compact-interval", "20ms"),
                        Map.entry("store.compact-grace", "5ms"),
                        Map.entry("index.commit-interval", "2ms")));
        return Patchrank.start(config, ColourGridExtractor::new, disk);
    }

    private static void acknowledging(DeliveryContext<Object> delivery, Fuse fuse) {
        if (delivery.body() instanceof JsonObject row && row.containsKey("state")) {
            fuse.reached(CrashPoint.ACKNOWLEDGING);
        }
        delivery.next();
    }

    private void apply(List<Change> wave) {
        CompletableFuture.allOf(wave.stream().map(this::apply).toArray(CompletableFuture[]::new))
                .join();
    }

    private CompletableFuture<?> apply(Change change) {
        Path file = photos.resolve(change.fileName());
        change.content().ifPresent(content -> write(file, content));
        say("TRY " + change);
        CompletableFuture<JsonObject> answer = change.content().isPresent()
                ? app.client().request(Addresses.GALLERY_PUT, new JsonObject().put("path", file.toString()))
                : app.client().request(Addresses.GALLERY_REMOVE, new JsonObject().put("source", file.toString()));
        return answer.handle((row, failure) -> {
            if (failure == null) {
                say("ACK " + change);
            } else if (Failures.typed(failure).code() == ErrorCode.NOT_FOUND
                    && change.content().isEmpty()) {
                say("ACK " + change);
            } else {
                say("FAILED " + change + " " + failure);
            }
            return row;
        });
    }

    /** Whole from one moment to the next: that files are half written is another test's matter. */
    private static void write(Path file, long content) {
        try {
            Path temporary =
                    TestPictures.write(file.resolveSibling(file.getFileName() + ".part"), TestPictures.png(content));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + file, e);
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
