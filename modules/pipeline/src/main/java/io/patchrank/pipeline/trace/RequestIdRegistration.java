package io.patchrank.pipeline.trace;

import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;

/** Makes room for the request id in the contexts of every Vert.x, whoever makes it. */
public final class RequestIdRegistration implements VertxServiceProvider {
    @Override
    public void init(VertxBootstrap builder) {
        RequestId.local();
    }
}
