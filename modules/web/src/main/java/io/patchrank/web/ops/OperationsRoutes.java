package io.patchrank.web.ops;

import io.patchrank.pipeline.health.Operations;
import io.patchrank.pipeline.health.Readiness;
import io.patchrank.pipeline.metrics.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code /livez}, {@code /readyz} and {@code /metrics}. Event loop.
 *
 * <p>Anybody may ask whether the process is alive and ready. Its reasons, which name folders, and its metrics are for
 * those who may read.
 */
public final class OperationsRoutes {
    private static final String JSON = "application/json";

    private final Predicate<Optional<String>> mayRead;

    /** @param mayRead whether a caller with this {@code Authorization} header may read */
    public OperationsRoutes(Predicate<Optional<String>> mayRead) {
        this.mayRead = mayRead;
    }

    public void mount(Vertx vertx, Router router) {
        Operations operations = Operations.of(vertx);
        router.get("/livez").handler(context -> live(operations, context));
        router.get("/readyz").handler(context -> ready(operations, context));
        router.get("/metrics").handler(context -> metrics(operations, context));
    }

    /** That it answers at all says that this event loop runs. */
    private static void live(Operations operations, RoutingContext context) {
        List<String> blocked = operations.blocked();
        JsonObject answer = new JsonObject().put("live", blocked.isEmpty()).put("reasons", new JsonArray(blocked));
        send(context, blocked.isEmpty() ? 200 : 503, JSON, answer.toBuffer());
    }

    private void ready(Operations operations, RoutingContext context) {
        // First: it throws for an unknown token, and a callback that throws would leave the caller without an answer.
        boolean reasons = mayRead(context);
        operations
                .readiness()
                .onSuccess(now -> send(context, now.ready() ? 200 : 503, JSON, told(now, reasons)))
                .onFailure(context::fail);
    }

    private static Buffer told(Readiness readiness, boolean reasons) {
        return (reasons ? readiness.toJson() : new JsonObject().put("ready", readiness.ready())).toBuffer();
    }

    private void metrics(Operations operations, RoutingContext context) {
        if (!mayRead(context)) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"patchrank\"");
            context.fail(401);
            return;
        }
        operations
                .metrics()
                .onSuccess(text -> send(context, 200, Metrics.CONTENT_TYPE, Buffer.buffer(text)))
                .onFailure(context::fail);
    }

    private boolean mayRead(RoutingContext context) {
        return mayRead.test(Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION)));
    }

    private static void send(RoutingContext context, int status, String contentType, Buffer body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
