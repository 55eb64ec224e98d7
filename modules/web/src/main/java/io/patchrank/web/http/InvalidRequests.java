package io.patchrank.web.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Answers what could not be read as a request, and so never comes to a route. Event loop. */
public final class InvalidRequests implements Handler<HttpServerRequest> {
    @Override
    public void handle(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status =
                switch (cause) {
                    case TooLongHttpLineException line -> 414;
                    case TooLongHttpHeaderException headers -> 431;
                    default -> 400;
                };
        PatchrankException failure = new PatchrankException(
                ErrorCode.BAD_REQUEST, "request", "it cannot be read: " + cause.getMessage(), cause);
        var unused = request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(FailureAnswers.body(failure, RequestIds.make()).toBuffer())
                .onComplete(v -> request.connection().close());
    }
}
