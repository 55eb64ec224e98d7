package io.patchrank.pipeline.flow;

import io.patchrank.api.bus.Failures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;

/** Requests over the bus to whoever serves an address; failures arrive typed. */
public final class TypedRequest {
    private TypedRequest() {}

    /** Waits for the answer as long as the bus does by default. */
    public static <R> Future<R> send(Vertx vertx, String address, Object body) {
        return send(vertx, address, body, new DeliveryOptions());
    }

    /** @param timeout for the answer */
    public static <R> Future<R> send(Vertx vertx, String address, Object body, Duration timeout) {
        return send(vertx, address, body, new DeliveryOptions().setSendTimeout(timeout.toMillis()));
    }

    public static <R> Future<R> send(Vertx vertx, String address, Object body, DeliveryOptions options) {
        return vertx.eventBus()
                .<R>request(address, body, options)
                .map(Message::body)
                .recover(e -> Future.failedFuture(Failures.typed(e)));
    }
}
