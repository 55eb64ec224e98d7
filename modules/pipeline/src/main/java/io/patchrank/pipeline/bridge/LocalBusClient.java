package io.patchrank.pipeline.bridge;

import io.patchrank.api.bus.Failures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls the bus of this process. */
public final class LocalBusClient implements BusClient {
    private final Vertx vertx;
    private final DeliveryOptions options;

    public LocalBusClient(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    }

    @Override
    public CompletableFuture<JsonObject> request(String address, JsonObject body) {
        return vertx.eventBus()
                .<JsonObject>request(address, body, options)
                .map(Message::body)
                .recover(e -> Future.failedFuture(Failures.typed(e)))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** The bus is its owner's to close. */
    @Override
    public void close() {}
}
