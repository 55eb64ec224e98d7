package io.patchrank.web.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers what could not be read as a request, and so never comes to a route. Event loop. */
public final class InvalidRequests implements Handler<HttpServerRequest> {
    /** Passes on what can be routed: a request says which host it is for, and where its body ends. */
    public Handler<HttpServerRequest> orElse(Handler<HttpServerRequest> next) {
        return request -> {
            if (request.getHeader(HttpHeaders.HOST) == null && request.authority() == null) {
                refuse(request, 400, "the header Host is missing", null);
            } else if (!hasKnownEnd(request)) {
                refuse(request, 400, "the only Transfer-Encoding taken is \"chunked\"", null);
            } else {
                next.handle(request);
            }
        };
    }

    /** Where a body in another coding ends, a proxy in front may see otherwise: it would hide a second request in it. */
    private static boolean hasKnownEnd(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.isEmpty()
                || (codings.size() == 1 && codings.getFirst().strip().equalsIgnoreCase("chunked"));
    }

    @Override
    public void handle(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status =
                switch (cause) {
                    case TooLongHttpLineException line -> 414;
                    case TooLongHttpHeaderException headers -> 431;
                    default -> 400;
                };
        refuse(request, status, String.valueOf(cause.getMessage()), cause);
    }

    private static void refuse(HttpServerRequest request, int status, String reason, @Nullable Throwable cause) {
        PatchrankException failure =
                new PatchrankException(ErrorCode.BAD_REQUEST, "request", "it cannot be read: " + reason, cause);
        Buffer answer = FailureAnswers.body(failure, RequestIds.make()).toBuffer();
        // Closed rather than ended: what may come behind such a request is never looked at.
        var unused = request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(answer.length()))
                .write(answer)
                .onComplete(v -> request.connection().close());
    }
}
