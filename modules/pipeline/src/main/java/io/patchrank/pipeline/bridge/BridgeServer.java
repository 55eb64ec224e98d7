package io.patchrank.pipeline.bridge;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.BusConfig;
import io.patchrank.pipeline.config.DataSize;
import io.patchrank.pipeline.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.eventbus.bridge.tcp.TcpEventBusBridge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Lets other processes call operations over TCP. No other address of the bus can be reached through it. */
public final class BridgeServer {
    private static final int ATTEMPTS = 5;

    private final TcpEventBusBridge bridge;
    private final int port;

    private BridgeServer(TcpEventBusBridge bridge, int port) {
        this.bridge = bridge;
        this.port = port;
    }

    /** The bridge for other services that the configuration describes; the secret may be in a file, which is read here. */
    public static Future<BridgeServer> start(Vertx vertx, BusConfig.Bridge wanted) {
        Permitted permitted = Permitted.of(wanted.addresses());
        return vertx.executeBlocking(() -> token(wanted.token())).compose(token -> {
            BridgeGate gate = new BridgeGate(vertx, permitted, token, false);
            return start(vertx, new Place(wanted.host(), wanted.port()), wanted.maxFrame(), permitted, gate);
        });
    }

    private static Optional<Credential> token(Secret secret) {
        return secret.isEmpty()
                ? Optional.empty()
                : Optional.of(new Credential("token", secret.read("bus.bridge.token")));
    }

    /** @param port 0 for a free one */
    record Place(String host, int port) {}

    static Future<BridgeServer> start(
            Vertx vertx, Place place, DataSize maxFrame, Permitted permitted, BridgeGate gate) {
        return listen(new Wanted(vertx, place, maxFrame, permitted, gate), ATTEMPTS);
    }

    private record Wanted(Vertx vertx, Place place, DataSize maxFrame, Permitted permitted, BridgeGate gate) {
        TcpEventBusBridge bridge(int port) {
            NetServerOptions server =
                    new NetServerOptions().setHost(place.host()).setPort(port);
            BridgeOptions options = permitted.applyTo(new BridgeOptions());
            return TcpEventBusBridge.create(FrameLimit.onServersOf(vertx, maxFrame), options, server, gate);
        }
    }

    /** The bridge does not tell the port it got, so a free one is found first; another process may be quicker. */
    private static Future<BridgeServer> listen(Wanted wanted, int attempts) {
        Place place = wanted.place();
        return wanted.vertx()
                .executeBlocking(() -> place.port() > 0 ? place.port() : freePort(place.host()))
                .compose(port -> wanted.bridge(port)
                        .listen(port, place.host())
                        .map(bridge -> new BridgeServer(bridge, port))
                        .recover(e -> place.port() == 0 && attempts > 1
                                ? listen(wanted, attempts - 1)
                                : Future.failedFuture(new PatchrankException(
                                        ErrorCode.IO_FAILED,
                                        place.host() + ":" + port,
                                        "the bridge cannot listen there; set bus.bridge.port to a free one: " + e,
                                        e))));
    }

    private static int freePort(String host) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    public Future<Void> stop() {
        return bridge.close();
    }
}
