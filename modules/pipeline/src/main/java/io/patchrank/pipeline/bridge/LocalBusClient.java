package io.patchrank.pipeline.bridge;

import io.patchrank.pipeline.flow.TypedRequest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls the bus of this process. */
public final class LocalBusClient implements BusClient {
    private final Vertx vertx;
    private final Duration timeout;

    public LocalBusClient(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
    }

    @Override
    public CompletableFuture<JsonObject> request(String address, JsonObject body) {
        return TypedRequest.<JsonObject>send(vertx, address, body, timeout)
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** The bus is its owner's to close. */
    @Override
    public void close() {}
}
