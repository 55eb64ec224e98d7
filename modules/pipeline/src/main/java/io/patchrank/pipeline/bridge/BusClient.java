package io.patchrank.pipeline.bridge;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The public event-bus operations as another program calls them, wherever the bus runs. Thread-safe. */
public interface BusClient extends AutoCloseable {
    /** How long a client waits for an answer. Longer than puts wait for their turn: the stages have limits of their own. */
    Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * The answer of {@code address}; fails with a {@code PatchrankException}.
     *
     * @param address one of {@code io.patchrank.api.bus.Addresses}
     */
    CompletableFuture<JsonObject> request(String address, JsonObject body);

    @Override
    void close();
}
