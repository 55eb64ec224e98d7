package io.patchrank.web.http;

import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.flow.TypedRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;

/** The operations of the event bus, asked on behalf of a request. Thread-safe. */
public final class Bus {
    private final Vertx vertx;

    public Bus(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The answer; fails with a {@code PatchrankException}. */
    public Future<JsonObject> ask(String address, JsonObject body, String requestId) {
        return ask(address, body, requestId, new DeliveryOptions());
    }

    /** The same of this process, where each process of the bus has an answer of its own. */
    public Future<JsonObject> askHere(String address, JsonObject body, String requestId) {
        return ask(address, body, requestId, new DeliveryOptions().setLocalOnly(true));
    }

    private Future<JsonObject> ask(String address, JsonObject body, String requestId, DeliveryOptions options) {
        options.setSendTimeout(BusClient.PATIENCE.toMillis()).addHeader(RequestIds.BUS_HEADER, requestId);
        return TypedRequest.send(vertx, address, body, options);
    }
}
