package io.patchrank.pipeline.index;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.flow.Repeated;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what happens to the gallery on {@link Addresses#EVENTS}. */
final class GalleryEvents {
    private static final Logger LOG = LoggerFactory.getLogger(GalleryEvents.class);

    private final Repeated problems = new Repeated(LOG::warn);

    private final Vertx vertx;

    GalleryEvents(Vertx vertx) {
        this.vertx = vertx;
    }

    void happened(Outcome outcome) {
        if (outcome.action() == Outcome.Action.UNCHANGED) {
            return;
        }
        JsonObject image = outcome.toJson();
        publish(image.getString("action"), new JsonObject().put("image", image));
    }

    void problem(String source, PatchrankException failure) {
        problems.warn(failure, "");
        publish("problem", new JsonObject().put("source", source).put("failure", Failures.toJson(failure)));
    }

    /** Space was given back. */
    void compacted(JsonObject report) {
        publish("compacted", report);
    }

    private void publish(String type, JsonObject body) {
        vertx.eventBus()
                .publish(
                        Addresses.EVENTS,
                        body.put("type", type).put("at", Instant.now().toString()));
    }
}
