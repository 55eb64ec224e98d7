package io.patchrank.web.http;

import io.patchrank.pipeline.trace.RequestId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The name of a request, by which log lines of all stages can be found. */
public final class RequestIds {
    /** In requests and answers. */
    public static final String HTTP_HEADER = "X-Request-Id";
    /** In messages of the event bus. */
    public static final String BUS_HEADER = RequestId.KEY;

    private static final String KEY = "request-id";

    private RequestIds() {}

    /** Takes the caller's name for the request, or gives it one, and tells it in the answer. */
    public static void assign(RoutingContext context) {
        String id = Optional.ofNullable(context.request().getHeader(HTTP_HEADER))
                .filter(RequestId::isValid)
                .orElseGet(RequestIds::make);
        context.put(KEY, id);
        Context own = Vertx.currentContext();
        if (own != null) {
            RequestId.set(own, id);
        }
        context.response().putHeader(HTTP_HEADER, id);
    }

    /** The name that {@link #assign} gave. */
    public static String of(RoutingContext context) {
        String id = context.get(KEY);
        return id == null ? make() : id;
    }

    static String make() {
        return RequestId.make();
    }
}
