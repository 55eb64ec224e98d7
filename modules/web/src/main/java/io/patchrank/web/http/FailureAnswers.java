package io.patchrank.web.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every failure as a {@code Failure} of the document, with the status of its code. Event loop. */
public final class FailureAnswers implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(FailureAnswers.class);
    /** What a client is told to wait when the failure does not say. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final Duration LINGER = Duration.ofSeconds(2);

    /** A failure as HTTP tells it. */
    private record Told(int status, PatchrankException failure) {}

    @Override
    public void handle(RoutingContext context) {
        answer(context, context.statusCode());
    }

    /** The same for what vertx-web refuses with a status that it does not always note in the context. */
    public Handler<RoutingContext> of(int status) {
        return context -> answer(context, context.statusCode() < 0 ? status : context.statusCode());
    }

    private static void answer(RoutingContext context, int status) {
        Told told = told(context.failure(), status);
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (told.failure().code() == ErrorCode.INTERNAL) {
            LOG.error(
                    "{} {} failed",
                    context.request().method(),
                    context.request().path(),
                    context.failure());
        }
        if (response.headWritten()) {
            // Too late to say so: the client sees the answer break off.
            context.request().connection().close();
            return;
        }
        if (told.failure().code() == ErrorCode.UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"patchrank\"");
        }
        retryAfter(told.failure()).ifPresent(s -> response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(s)));
        if (!context.request().isEnded()) {
            linger(context);
        }
        response.headers().remove(HttpHeaders.ETAG);
        response.setStatusCode(told.status())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body(told.failure(), RequestIds.of(context)).toBuffer());
    }

    /**
     * What is left of the body is of no use. A client that is still sending it would lose the answer if the connection
     * were closed at once; one that never ends must not keep it.
     */
    private static void linger(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.vertx().setTimer(LINGER.toMillis(), t -> connection.close());
    }

    /** The JSON form, for streams, too. */
    public static JsonObject body(PatchrankException failure, String requestId) {
        return Failures.toJson(failure).put("requestId", requestId);
    }

    private static Optional<Long> retryAfter(PatchrankException failure) {
        return failure.code() == ErrorCode.OVERLOADED
                ? Optional.of(Math.max(
                        1, Math.ceilDiv(failure.retryAfter().orElse(RETRY).toMillis(), 1000L)))
                : Optional.empty();
    }

    private static Told told(@Nullable Throwable failure, int status) {
        return switch (failure) {
            case null -> told(status);
            case Refusal r -> new Told(r.status(), r.failure());
            // vertx-web's own refusals: a path that cannot be decoded, for one.
            case io.vertx.ext.web.handler.HttpException h -> told(h.getStatusCode());
            default -> {
                PatchrankException typed = Failures.typed(failure);
                yield new Told(typed.code().httpStatus(), typed);
            }
        };
    }

    private static Told told(int status) {
        String reason = HttpResponseStatus.valueOf(status).reasonPhrase().toLowerCase(java.util.Locale.ROOT);
        ErrorCode code =
                switch (status) {
                    case 401 -> ErrorCode.UNAUTHORIZED;
                    case 403 -> ErrorCode.FORBIDDEN;
                    case 404 -> ErrorCode.NOT_FOUND;
                    default -> status >= 500 ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST;
                };
        return new Told(status, new PatchrankException(code, "", reason));
    }
}
