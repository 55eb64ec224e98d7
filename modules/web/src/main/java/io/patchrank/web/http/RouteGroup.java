package io.patchrank.web.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** Routes beside those of the document. They are behind the guards of host and origin, not behind tokens. */
@FunctionalInterface
public interface RouteGroup {
    /** Adds them. Event loop. */
    void mount(Vertx vertx, Router router);
}
