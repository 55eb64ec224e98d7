package io.patchrank.pipeline.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.patchrank.api.bus.Addresses;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Meters of what is kept, asked of this process's own stages when somebody looks. */
final class GalleryMetrics {
    private static final List<String> STATES = List.of("indexed", "pending", "rejected", "removed");
    /** Of this process only; and whoever looks does not wait for a stage that is busy. */
    private static final DeliveryOptions OWN =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(1000);

    private final Vertx vertx;
    private final MeterRegistry registry;
    private final Set<Stage> own;
    private final Map<String, Double> values = new ConcurrentHashMap<>();
    private final AtomicBoolean modelKnown = new AtomicBoolean();

    GalleryMetrics(Vertx vertx, MeterRegistry registry, Set<Stage> own) {
        this.vertx = vertx;
        this.registry = registry;
        this.own = own;
        if (own.contains(Stage.INDEX)) {
            STATES.forEach(state -> gauge(
                    "patchrank.gallery.images", "", "Images of the gallery by state", Tags.of("state", state), state));
            gauge(
                    "patchrank.storage.dead.images",
                    "",
                    "Features that no image has any more",
                    Tags.empty(),
                    "deadImages");
            total("patchrank.compaction.returned", "bytes", "Bytes given back by compaction", "returnedBytes");
            total("patchrank.compaction.moved.images", "", "Images whose features were moved", "moved");
            total("patchrank.compaction.segments", "", "Segments of the storage that were deleted", "segments");
        }
        if (own.contains(Stage.STORE)) {
            gauge("patchrank.storage.images", "", "Images whose features are stored", Tags.empty(), "images");
            gauge(
                    "patchrank.storage.journal.images",
                    "",
                    "Of these, images in the journal, not yet in a shard",
                    Tags.empty(),
                    "journalImages");
            gauge("patchrank.storage.shards", "", "Shard files", Tags.empty(), "shards");
            gauge("patchrank.storage", "bytes", "Bytes of journal and shards", Tags.empty(), "bytes");
        }
    }

    private void gauge(String name, String unit, String description, Tags tags, String key) {
        Gauge.builder(name, values, v -> v.getOrDefault(key, Double.NaN))
                .baseUnit(unit.isEmpty() ? null : unit)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void total(String name, String unit, String description, String key) {
        FunctionCounter.builder(name, values, v -> v.getOrDefault(key, 0.0))
                .baseUnit(unit.isEmpty() ? null : unit)
                .description(description)
                .register(registry);
    }

    /** Never fails: what does not answer keeps its last value. */
    Future<?> refresh() {
        return Future.join(
                        ask(Stage.INDEX, Addresses.GALLERY_STATUS, new JsonObject(), this::noteStatus),
                        ask(Stage.STORE, StageAddresses.STORE_STATUS, "", this::noteStatus),
                        ask(Stage.EXTRACT, StageAddresses.MODEL, "", this::noteModel))
                .otherwiseEmpty();
    }

    private <R> Future<Void> ask(Stage stage, String address, Object body, Consumer<R> noted) {
        if (!own.contains(stage)) {
            return Future.succeededFuture();
        }
        return vertx.eventBus()
                .<R>request(address, body, OWN)
                .map(Message::body)
                .onSuccess(noted::accept)
                .mapEmpty();
    }

    private void noteStatus(JsonObject status) {
        status.forEach(entry -> {
            if (entry.getValue() instanceof Number number) {
                values.put(entry.getKey(), number.doubleValue());
            } else if (entry.getKey().equals("compaction") && entry.getValue() instanceof JsonObject compaction) {
                noteStatus(compaction);
            }
        });
    }

    private void noteModel(ModelInfo model) {
        if (modelKnown.compareAndSet(false, true)) {
            Gauge.builder("patchrank.device.info", () -> 1)
                    .description("The device that the network runs on")
                    .tags("device", model.device(), "model", model.fingerprint(), "name", model.name())
                    .register(registry);
        }
    }
}
