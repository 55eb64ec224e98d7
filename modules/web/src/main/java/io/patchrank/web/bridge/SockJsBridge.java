package io.patchrank.web.bridge;

import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.bridge.Permitted;
import io.patchrank.pipeline.config.WebConfig;
import io.patchrank.web.security.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import java.util.List;

/**
 * The event bus over SockJS, at {@value #PATH}: WebSocket, and HTTP requests where there is none. What passes is looked
 * at by {@link SockJsGate}.
 */
public final class SockJsBridge {
    private static final String PATH = "/eventbus";
    private static final List<String> OLD_TRANSPORTS = List.of("EVENT_SOURCE", "HTML_FILE", "JSON_P");
    private static final int MOST_LISTENED = 16;
    private static final int LONGEST_ADDRESS = 200;
    /** As of the WebSocket. The token is in the frame: so much is taken of anybody. */
    private static final int LARGEST_BODY = HttpServerOptions.DEFAULT_MAX_WEBSOCKET_MESSAGE_SIZE;

    private final WebConfig config;
    private final Tokens tokens;

    public SockJsBridge(WebConfig config, Tokens tokens) {
        this.config = config;
        this.tokens = tokens;
    }

    public void mount(Vertx vertx, Router router) {
        Permitted permitted = Permitted.of(config.sockjs().addresses());
        SockJSHandlerOptions options =
                new SockJSHandlerOptions().setRegisterWriteHandler(false).setInsertJSESSIONID(false);
        OLD_TRANSPORTS.forEach(options::addDisabledTransport);
        SockJSBridgeOptions passing = permitted.applyTo(new SockJSBridgeOptions());
        passing.setMaxHandlersPerSocket(MOST_LISTENED)
                .setMaxAddressLength(LONGEST_ADDRESS)
                .setReplyTimeout(BusClient.PATIENCE.toMillis());
        router.route(PATH + "/*").handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.route(PATH + "/*")
                .subRouter(
                        SockJSHandler.create(vertx, options).bridge(passing, new SockJsGate(vertx, permitted, tokens)));
    }
}
