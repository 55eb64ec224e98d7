package io.patchrank.web.security;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Refuses requests with several {@code Authorization} headers: a proxy in front may have looked at another than we. */
public final class SingleAuthorization implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext context) {
        if (context.request().headers().getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
            context.fail(new PatchrankException(
                    ErrorCode.UNAUTHORIZED, "Authorization", "this header is there several times; send it once"));
        } else {
            context.next();
        }
    }
}
