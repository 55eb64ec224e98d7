package io.patchrank.web.ops;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.OperationsConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

/** Serves {@link OperationsRoutes} alone, on an address of its own and without tokens, from before the first stage. */
public final class OperationsVerticle extends VerticleBase {
    private final OperationsConfig config;

    public OperationsVerticle(OperationsConfig config) {
        this.config = config;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        new OperationsRoutes(authorization -> true).mount(vertx, router);
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setHttp2ClearTextEnabled(false);
        return vertx.createHttpServer(options)
                .requestHandler(router)
                .listen()
                .recover(e -> Future.failedFuture(new PatchrankException(
                        ErrorCode.CONFIG_INVALID,
                        "operations.port",
                        config.host() + ":" + config.port() + " cannot be listened on; name a free one: " + e,
                        e)));
    }
}
