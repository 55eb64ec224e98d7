package io.patchrank.pipeline.index;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.GalleryJson;
import io.patchrank.api.bus.PutRequest;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.credit.CreditedSender;
import io.patchrank.pipeline.flow.Endpoints;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the catalogue: serves the public gallery operations, ingests images, and searches globally. Event loop; disk
 * work runs on its own workers.
 */
public final class IndexVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(IndexVerticle.class);
    private static final int READERS = 2;
    private static final int CREDITS = 64;

    /**
     * @param commitLinger how long the first of a group of changes waits for company
     * @param commitBatch changes of one commit at most
     * @param outstanding images in ingest at once; more wait for them, then are refused
     * @param timeout for one step of one image
     */
    public record Settings(Path uploads, Duration commitLinger, int commitBatch, int outstanding, Duration timeout) {}

    private final Callable<GalleryIndex> opener;
    private final CreditBoard board;
    private final Settings settings;
    private @Nullable Running running;

    private record Running(
            GalleryIndex index, WorkerExecutor writer, WorkerExecutor reader, Endpoints endpoints, String credit) {}

    /** @param opener opens the catalogue; runs on a worker thread */
    public IndexVerticle(Callable<GalleryIndex> opener, CreditBoard board, Settings settings) {
        this.opener = opener;
        this.board = board;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(opener).compose(this::serve);
    }

    private Future<?> serve(GalleryIndex index) {
        WorkerExecutor writerThread = vertx.createSharedWorkerExecutor("patchrank-catalogue", 1);
        WorkerExecutor reader = vertx.createSharedWorkerExecutor("patchrank-search", READERS);
        CatalogueWriter writer =
                new CatalogueWriter(vertx, writerThread, index, settings.commitBatch(), settings.commitLinger());
        Ingest ingest = new Ingest(
                vertx, index, writer, reader, new Uploads(settings.uploads()), senders(), new GalleryEvents(vertx));
        GalleryQueries queries = new GalleryQueries(index, reader);
        Endpoints endpoints = new Endpoints(vertx, Stage.INDEX.key());
        return Future.all(List.of(
                        endpoints.serve(Addresses.GALLERY_PUT, (JsonObject b) -> ingest.put(PutRequest.fromJson(b))
                                .map(Outcome::toJson)),
                        endpoints.serve(Addresses.GALLERY_REMOVE, (JsonObject b) -> queries.find(b)
                                .compose(image -> ingest.remove(image.source()))
                                .map(Outcome::toJson)),
                        endpoints.serve(Addresses.GALLERY_GET, (JsonObject b) -> queries.find(b)
                                .map(GalleryJson::image)),
                        endpoints.serve(Addresses.GALLERY_LIST, queries::list),
                        endpoints.serve(Addresses.GALLERY_STATUS, ignored -> status(queries)),
                        endpoints.serve(StageAddresses.SHORTLIST, queries::shortlist)))
                .onSuccess(v -> {
                    running = new Running(index, writerThread, reader, endpoints, board.announce(Stage.INDEX, CREDITS));
                    ingest.resume().onFailure(e -> LOG.warn("some pending images were not resumed", e));
                });
    }

    private Ingest.Senders senders() {
        return new Ingest.Senders(
                sender(Stage.DECODE, StageAddresses.HASH),
                sender(Stage.DECODE, StageAddresses.DECODE),
                sender(Stage.STORE, StageAddresses.STORE));
    }

    private CreditedSender sender(Stage stage, String address) {
        return new CreditedSender(vertx, board, stage, address, settings.outstanding(), settings.timeout());
    }

    private Future<JsonObject> status(GalleryQueries queries) {
        return queries.status().compose(gallery -> vertx.eventBus()
                .<JsonObject>request(StageAddresses.STORE_STATUS, "")
                .map(storage -> gallery.put("storage", storage.body()))
                // The catalogue's numbers stand on their own when the store runs elsewhere and is down.
                .otherwise(gallery));
    }

    @Override
    public Future<?> stop() {
        Running stopping = running;
        if (stopping == null) {
            return Future.succeededFuture();
        }
        board.withdraw(stopping.credit());
        return stopping.endpoints()
                .close()
                .compose(v -> stopping.writer().executeBlocking(() -> {
                    stopping.index().close();
                    return null;
                }))
                .eventually(() -> stopping.writer().close())
                .eventually(() -> stopping.reader().close());
    }
}
