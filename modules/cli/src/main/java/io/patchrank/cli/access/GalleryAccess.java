package io.patchrank.cli.access;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.bridge.PrivateChannel;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.data.DataFolder;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The operations of one gallery: those of the process that serves its data folder, or of stages started here for the
 * time of a command. Thread-safe.
 */
public final class GalleryAccess implements AutoCloseable {
    private final BusClient bus;
    private final boolean served;
    private final Runnable closer;

    private GalleryAccess(BusClient bus, boolean served, Runnable closer) {
        this.bus = bus;
        this.served = served;
        this.closer = closer;
    }

    /**
     * Asks the server of the data folder, else starts what is needed.
     *
     * @param config of the gallery; its stages do not matter
     * @throws PatchrankException {@code DATA_FOLDER_IN_USE} when a process owns the folder that cannot be asked, and
     *     whatever a stage cannot start for
     */
    public static GalleryAccess open(PatchrankConfig config, Purpose purpose) {
        return server(config.data()).orElseGet(() -> Embedded.start(config, purpose));
    }

    /** As {@link #open}, but never makes a data folder: empty when nothing was ever kept there. */
    public static Optional<GalleryAccess> openExisting(PatchrankConfig config, Purpose purpose) {
        return DataFolder.exists(config.data()) ? Optional.of(open(config, purpose)) : Optional.empty();
    }

    /** The process that owns the folder, when there is one and it can be asked. */
    private static Optional<GalleryAccess> server(Path data) {
        Path address = DataFolder.bridgeFile(data);
        // Without an owner the file was left by one that was killed, and its port may be anybody's.
        if (!Files.exists(address) || !DataFolder.isInUse(data)) {
            return Optional.empty();
        }
        try {
            BusClient client = PrivateChannel.find(address);
            return Optional.of(new GalleryAccess(client, true, client::close));
        } catch (PatchrankException e) {
            if (e.code() == ErrorCode.STAGE_UNAVAILABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Apart, so that a command to a server loads none of the stages' classes. */
    private static final class Embedded {
        static GalleryAccess start(PatchrankConfig config, Purpose purpose) {
            Patchrank app = Patchrank.start(purpose.of(config));
            return new GalleryAccess(app.client(), false, app::close);
        }
    }

    public BusClient bus() {
        return bus;
    }

    /** Whether another process answers, with a configuration of its own. */
    public boolean isServed() {
        return served;
    }

    /** The answers in order, all asked for at once; waits for them. */
    public List<JsonObject> askAll(String address, List<JsonObject> bodies) {
        List<CompletableFuture<JsonObject>> asked =
                bodies.stream().map(body -> bus.request(address, body)).toList();
        return asked.stream().map(Failures::await).toList();
    }

    /** The answer; waits for it. */
    public JsonObject ask(String address, JsonObject body) {
        return Failures.await(bus.request(address, body));
    }

    /**
     * The row that people name by its id or by its path.
     *
     * @throws PatchrankException {@code NOT_FOUND}
     */
    public JsonObject row(String idOrPath) {
        JsonObject bySource = new JsonObject()
                .put("source", Path.of(idOrPath).toAbsolutePath().normalize().toString());
        try {
            return ask(Addresses.GALLERY_GET, bySource);
        } catch (PatchrankException e) {
            if (e.code() != ErrorCode.NOT_FOUND || idOrPath.contains("/")) {
                throw e;
            }
            return ask(Addresses.GALLERY_GET, new JsonObject().put("id", idOrPath));
        }
    }

    @Override
    public void close() {
        closer.run();
    }
}
