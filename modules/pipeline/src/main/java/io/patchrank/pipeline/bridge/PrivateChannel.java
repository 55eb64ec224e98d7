package io.patchrank.pipeline.bridge;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.DataSize;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way for commands of the same user to the process that owns a data folder: a TCP bridge on loopback that answers
 * only frames with a secret, new at every start, which stands in a file that nobody else may read.
 */
public final class PrivateChannel {
    private static final String HOST = "127.0.0.1";
    private static final String SECRET = "secret";

    private final Vertx vertx;
    private final BridgeServer server;
    private final Path file;

    private PrivateChannel(Vertx vertx, BridgeServer server, Path file) {
        this.vertx = vertx;
        this.server = server;
        this.file = file;
    }

    /**
     * @param maxFrame larger requests are refused
     * @param file where port and secret are written, for {@link #find}
     */
    public static Future<PrivateChannel> start(Vertx vertx, DataSize maxFrame, Path file) {
        List<String> operations = new ArrayList<>(Addresses.OPERATIONS);
        operations.add(StageAddresses.SHOW);
        Permitted permitted = Permitted.of(operations);
        Credential secret = Credential.random(SECRET);
        BridgeGate gate = new BridgeGate(vertx, permitted, Optional.of(secret), true);
        return BridgeServer.start(vertx, new BridgeServer.Place(HOST, 0), maxFrame, permitted, gate)
                .compose(server -> vertx.executeBlocking(() -> {
                    JsonObject place = new JsonObject()
                            .put("host", HOST)
                            .put("port", server.port())
                            .put(SECRET, secret.value());
                    write(file, place.toBuffer());
                    return new PrivateChannel(vertx, server, file);
                }));
    }

    /** Made for its owner alone from the first moment, and moved to its place whole. */
    private static void write(Path file, Buffer content) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.deleteIfExists(temporary);
            Set<StandardOpenOption> anew = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (SeekableByteChannel channel = Files.newByteChannel(temporary, anew, ownerOnly())) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, file.toString(), "cannot be written: " + e, e);
        }
    }

    /** Where the system knows no such permissions, those of the data folder hold. */
    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    public Future<Void> stop() {
        return vertx.executeBlocking(() -> Files.deleteIfExists(file))
                .eventually(server::stop)
                .mapEmpty();
    }

    /**
     * A client of the process that owns the data folder.
     *
     * @param file as given to {@link #start}
     * @throws PatchrankException {@code STAGE_UNAVAILABLE} when none is running, or it is another user's
     */
    public static BusClient find(Path file) {
        try {
            JsonObject place = new JsonObject(Files.readString(file));
            JsonObject headers = new JsonObject().put(SECRET, place.getString(SECRET));
            return TcpBusClient.connect(place.getString("host"), place.getInteger("port"), headers);
        } catch (IOException | DecodeException e) {
            throw new PatchrankException(
                    ErrorCode.STAGE_UNAVAILABLE, file.toString(), "no running patchrank has left its address there", e);
        }
    }
}
