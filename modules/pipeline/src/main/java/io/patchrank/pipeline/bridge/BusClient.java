package io.patchrank.pipeline.bridge;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;

/** The public event-bus operations as another program calls them, wherever the bus runs. Thread-safe. */
public interface BusClient extends AutoCloseable {
    /**
     * The answer of {@code address}; fails with a {@code PatchrankException}.
     *
     * @param address one of {@code io.patchrank.api.bus.Addresses}
     */
    CompletableFuture<JsonObject> request(String address, JsonObject body);

    @Override
    void close();
}
