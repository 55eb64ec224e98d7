package io.patchrank.pipeline.bridge;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls the bus of another process through its TCP bridge: frames of a length (four bytes, big-endian) and a JSON
 * object, as the Vert.x TCP event-bus bridge defines them. One connection, many requests outstanding.
 */
public final class TcpBusClient implements BusClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Above any answer; what claims more is not a bridge. */
    private static final int LARGEST_FRAME = 1 << 28;

    private final String peer;
    private final Socket socket;
    private final DataOutputStream out;
    private final JsonObject headers;
    private final Map<String, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private TcpBusClient(String peer, Socket socket, JsonObject headers) throws IOException {
        this.peer = peer;
        this.headers = headers.copy().put("timeout", PATIENCE.toMillis());
        this.socket = socket;
        this.out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        Thread reader = new Thread(() -> read(in), "patchrank-bridge-client");
        reader.setDaemon(true);
        reader.start();
    }

    /** @throws PatchrankException {@code STAGE_UNAVAILABLE} when nobody listens there */
    public static TcpBusClient connect(String host, int port) {
        return connect(host, port, new JsonObject());
    }

    /**
     * The same with headers in every frame, such as the {@code token} that a bridge asks for.
     *
     * @throws PatchrankException {@code STAGE_UNAVAILABLE} when nobody listens there
     */
    public static TcpBusClient connect(String host, int port, JsonObject headers) {
        String peer = host + ":" + port;
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
            return new TcpBusClient(peer, socket, headers);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, peer, "no patchrank answers there: " + e, e);
        }
    }

    @Override
    public CompletableFuture<JsonObject> request(String address, JsonObject body) {
        String replyAddress = UUID.randomUUID().toString();
        CompletableFuture<JsonObject> reply = new CompletableFuture<>();
        waiting.put(replyAddress, reply);
        JsonObject frame = new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", replyAddress)
                .put("headers", headers)
                .put("body", body);
        byte[] bytes = frame.encode().getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (out) {
                out.writeInt(bytes.length);
                out.write(bytes);
                out.flush();
            }
        } catch (IOException e) {
            lost(e);
        }
        if (closed) {
            lost(new IOException("connection closed"));
        }
        return reply;
    }

    private void read(DataInputStream in) {
        try {
            while (true) {
                int length = in.readInt();
                if (length < 0 || length > LARGEST_FRAME) {
                    throw new IOException("what listens there is no event-bus bridge");
                }
                byte[] bytes = new byte[length];
                in.readFully(bytes);
                received(new JsonObject(new String(bytes, StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            lost(e);
        } catch (DecodeException | ClassCastException e) {
            lost(new IOException("what listens there is no event-bus bridge", e));
        }
    }

    private void received(JsonObject frame) {
        String address = frame.getString("address", "");
        if (address.isEmpty() && "err".equals(frame.getString("type"))) {
            // The bridge refuses without saying which request: none of those waiting can be trusted to be answered.
            List.copyOf(waiting.keySet()).forEach(a -> fail(a, failure(frame)));
            return;
        }
        CompletableFuture<JsonObject> reply = waiting.remove(address);
        if (reply == null) {
            return;
        }
        if ("message".equals(frame.getString("type"))) {
            reply.complete(frame.getJsonObject("body"));
        } else {
            reply.completeExceptionally(failure(frame));
        }
    }

    private PatchrankException failure(JsonObject frame) {
        String message = frame.getString("message", "");
        return switch (frame.getString("failureType", "")) {
            case "NO_HANDLERS" ->
                new PatchrankException(
                        ErrorCode.STAGE_UNAVAILABLE, peer, "no process serves this request; is the stage deployed?");
            case "TIMEOUT" ->
                new PatchrankException(ErrorCode.DEADLINE_EXCEEDED, peer, "no answer in time: " + message);
            case "RECIPIENT_FAILURE" ->
                Failures.parse(frame.getInteger("failureCode", 0), message, new IOException(message));
            default -> new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, peer, "the bridge refused: " + frame);
        };
    }

    private void lost(IOException cause) {
        closed = true;
        PatchrankException failure = new PatchrankException(
                ErrorCode.STAGE_UNAVAILABLE, peer, "the connection to patchrank was lost: " + cause, cause);
        List.copyOf(waiting.keySet()).forEach(address -> fail(address, failure));
    }

    private void fail(String address, PatchrankException failure) {
        CompletableFuture<JsonObject> reply = waiting.remove(address);
        if (reply != null) {
            reply.completeExceptionally(failure);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            lost(e);
        }
    }
}
