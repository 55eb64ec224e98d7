package io.patchrank.web.http;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that fits the document. Event loop.
 *
 * @param parameters of path and query by name, as the document types them; those left out have their defaults
 * @param body of a JSON request, or the fields of a form
 * @param uploads files of a form, by field
 */
public record Call(
        RoutingContext context, Bus bus, Map<String, Object> parameters, JsonObject body, Map<String, Upload> uploads) {

    public String requestId() {
        return RequestIds.of(context);
    }

    /** The answer of an operation of the bus. */
    public Future<JsonObject> ask(String address, JsonObject request) {
        return bus.ask(address, request, requestId());
    }

    /** A parameter that the document requires or gives a default. */
    public <T> T parameter(String name, Class<T> type) {
        return optional(name, type).orElseThrow(() -> new IllegalStateException("no parameter " + name));
    }

    public <T> Optional<T> optional(String name, Class<T> type) {
        return Optional.ofNullable(parameters.get(name)).map(type::cast);
    }

    /** Whether the caller has gone away. */
    public boolean isOver() {
        return context.response().closed() || context.response().ended();
    }

    /** @throws PatchrankException {@code CANCELLED} when the caller has gone away */
    public void requireCaller() {
        if (isOver()) {
            throw new PatchrankException(ErrorCode.CANCELLED, "body", "the caller went away");
        }
    }

    /** Whether the caller asks for this media type by name. */
    public boolean accepts(String mediaType) {
        List<String> accepted = context.request().headers().getAll(HttpHeaders.ACCEPT);
        return accepted.stream().anyMatch(a -> a.contains(mediaType));
    }

    public Future<Void> json(int status, JsonObject answer) {
        return send(status, "application/json", answer.toBuffer());
    }

    /** The same for what may be long: written on a worker thread. */
    public Future<Void> longJson(JsonObject answer) {
        return encoded(answer).compose(bytes -> send(200, "application/json", bytes));
    }

    /** An object that may be long as text, written on a worker thread. */
    public Future<Buffer> encoded(JsonObject answer) {
        return context.vertx().executeBlocking(answer::toBuffer, false);
    }

    /** The bytes of a picture; they are compressed already, and are sent as they are. */
    public Future<Void> picture(String mediaType, Buffer bytes) {
        if (!isOver()) {
            context.response().putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        }
        return send(200, mediaType, bytes);
    }

    /** Answers, unless nobody is there to listen. */
    public Future<Void> send(int status, String contentType, Buffer bytes) {
        if (isOver()) {
            return Future.succeededFuture();
        }
        if (!context.response().headers().contains(HttpHeaders.CACHE_CONTROL)) {
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        return context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .end(bytes);
    }
}
