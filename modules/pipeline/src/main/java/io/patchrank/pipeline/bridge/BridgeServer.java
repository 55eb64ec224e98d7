package io.patchrank.pipeline.bridge;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.BusConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServerOptions;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.eventbus.bridge.tcp.TcpEventBusBridge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Lets other processes of this machine call the public operations over TCP, and tells them where, in the data folder.
 * No other address of the bus can be reached through it.
 */
public final class BridgeServer {
    private static final List<String> OPERATIONS = List.of(
            Addresses.SEARCH,
            Addresses.COMPARE,
            Addresses.GALLERY_PUT,
            Addresses.GALLERY_REMOVE,
            Addresses.GALLERY_GET,
            Addresses.GALLERY_LIST,
            Addresses.GALLERY_STATUS);

    private static final int ATTEMPTS = 5;

    private final Listening bridge;
    private final Path file;
    private final Vertx vertx;

    private BridgeServer(Vertx vertx, Listening bridge, Path file) {
        this.vertx = vertx;
        this.bridge = bridge;
        this.file = file;
    }

    /** @param file where host and port are written, for {@link #find} */
    public static Future<BridgeServer> start(Vertx vertx, BusConfig.Bridge wanted, Path file) {
        return listen(vertx, wanted, ATTEMPTS)
                .compose(bridge -> vertx.executeBlocking(() -> {
                    write(file, new JsonObject().put("host", wanted.host()).put("port", bridge.port()));
                    return new BridgeServer(vertx, bridge, file);
                }));
    }

    private record Listening(TcpEventBusBridge bridge, int port) {}

    /** The bridge does not tell the port it got, so a free one is found first; another process may be quicker. */
    private static Future<Listening> listen(Vertx vertx, BusConfig.Bridge wanted, int attempts) {
        String host = wanted.host();
        return vertx.executeBlocking(() -> wanted.port() > 0 ? wanted.port() : freePort(host))
                .compose(port -> bridge(vertx, wanted, port)
                        .listen(port, host)
                        .map(bridge -> new Listening(bridge, port))
                        .recover(e -> wanted.port() == 0 && attempts > 1
                                ? listen(vertx, wanted, attempts - 1)
                                : Future.failedFuture(new PatchrankException(
                                        ErrorCode.IO_FAILED,
                                        host + ":" + port,
                                        "the bridge cannot listen there; set bus.bridge.port to a free one: " + e,
                                        e))));
    }

    private static TcpEventBusBridge bridge(Vertx vertx, BusConfig.Bridge wanted, int port) {
        BridgeOptions permitted = new BridgeOptions();
        OPERATIONS.forEach(a -> permitted.addInboundPermitted(new PermittedOptions().setAddress(a)));
        permitted.addOutboundPermitted(new PermittedOptions().setAddress(Addresses.EVENTS));
        NetServerOptions server = new NetServerOptions().setHost(wanted.host()).setPort(port);
        return TcpEventBusBridge.create(FrameLimit.onServersOf(vertx, wanted.maxFrame()), permitted, server);
    }

    private static int freePort(String host) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }

    private static void write(Path file, JsonObject place) {
        try {
            Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
            Files.writeString(temporary, place.encode());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, file.toString(), "cannot be written: " + e, e);
        }
    }

    public int port() {
        return bridge.port();
    }

    public Future<Void> stop() {
        return vertx.executeBlocking(() -> Files.deleteIfExists(file))
                .eventually(bridge.bridge()::close)
                .mapEmpty();
    }

    /**
     * A client of the process that owns the data folder.
     *
     * @param file as given to {@link #start}
     * @throws PatchrankException {@code STAGE_UNAVAILABLE} when none is running
     */
    public static BusClient find(Path file) {
        try {
            JsonObject place = new JsonObject(Files.readString(file));
            return TcpBusClient.connect(place.getString("host"), place.getInteger("port"));
        } catch (IOException | DecodeException e) {
            throw new PatchrankException(
                    ErrorCode.STAGE_UNAVAILABLE, file.toString(), "no running patchrank has left its address there", e);
        }
    }
}
