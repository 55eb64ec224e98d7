package io.patchrank.pipeline.index;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.GalleryJson;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.bus.PutRequest;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.credit.CreditedSender;
import io.patchrank.pipeline.data.ShownFolders;
import io.patchrank.pipeline.flow.Endpoints;
import io.patchrank.pipeline.flow.StageVerticle;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the catalogue: serves the public gallery operations, ingests images, and searches globally. Event loop; disk
 * work runs on its own workers.
 */
public final class IndexVerticle extends StageVerticle {
    private static final Logger LOG = LoggerFactory.getLogger(IndexVerticle.class);
    private static final int READERS = 2;
    private static final int CREDITS = 64;
    private static final long LONGEST_MERGE_HOURS = 24;
    /** Pictures that may wait for the decode stage: some pages of a list. */
    private static final int PICTURES = 256;

    /**
     * @param commitLinger how long the first of a group of changes waits for company
     * @param commitBatch changes of one commit at most
     * @param outstanding images in ingest at once; more wait for them, then are refused
     * @param timeout for one step of one image
     * @param patience how long somebody waits for a picture
     * @param compaction when and how space is given back
     */
    public record Settings(
            Path uploads,
            Duration commitLinger,
            int commitBatch,
            int outstanding,
            Duration timeout,
            Duration patience,
            CompactionSettings compaction) {}

    private final Callable<GalleryIndex> opener;
    private final Callable<ShownFolders> folders;
    private final CreditBoard board;
    private final Settings settings;

    /**
     * @param opener opens the catalogue; runs on a worker thread
     * @param folders reads which folders may be shown; runs on a worker thread
     */
    public IndexVerticle(
            Callable<GalleryIndex> opener, Callable<ShownFolders> folders, CreditBoard board, Settings settings) {
        super(Stage.INDEX, board, CREDITS);
        this.opener = opener;
        this.folders = folders;
        this.board = board;
        this.settings = settings;
    }

    @Override
    protected Future<?> serve(Endpoints endpoints) {
        return vertx.executeBlocking(folders)
                .compose(shown ->
                        vertx.executeBlocking(opener).map(this::hold).compose(index -> serve(endpoints, index, shown)));
    }

    private Future<?> serve(Endpoints endpoints, GalleryIndex index, ShownFolders shown) {
        WorkerExecutor writerThread = vertx.createSharedWorkerExecutor("patchrank-catalogue", 1);
        WorkerExecutor reader = vertx.createSharedWorkerExecutor("patchrank-search", READERS);
        CatalogueWriter writer =
                new CatalogueWriter(vertx, writerThread, index, settings.commitBatch(), settings.commitLinger());
        Uploads uploads = new Uploads(settings.uploads());
        GalleryEvents events = new GalleryEvents(vertx);
        Ingest ingest = new Ingest(vertx, index, writer, reader, uploads, senders(), events);
        Compaction compaction = new Compaction(
                vertx,
                index,
                vertx.createSharedWorkerExecutor("patchrank-compaction", 1, LONGEST_MERGE_HOURS, TimeUnit.HOURS),
                writer,
                ingest,
                uploads,
                events,
                endpoints.gate(),
                settings.timeout(),
                settings.compaction());
        GalleryQueries queries = new GalleryQueries(index, reader);
        Pictures pictures = new Pictures(
                queries,
                shown,
                writerThread,
                pictureSender(StageAddresses.VIEW),
                pictureSender(StageAddresses.PLACE),
                settings.patience());
        return Future.all(List.of(
                        endpoints.serveJson(Addresses.GALLERY_PUT, b -> ingest.put(PutRequest.fromJson(b))
                                .map(Outcome::toJson)),
                        endpoints.serveJson(Addresses.GALLERY_REMOVE, b -> queries.find(b)
                                .compose(image -> ingest.remove(image.source()))
                                .map(Outcome::toJson)),
                        endpoints.serveJson(
                                Addresses.GALLERY_GET, b -> queries.find(b).map(GalleryJson::image)),
                        endpoints.serveJson(Addresses.GALLERY_LIST, queries::list),
                        endpoints.serveJson(Addresses.GALLERY_STATUS, b -> status(queries, b)
                                .map(status -> status.put("compaction", compaction.status()))),
                        endpoints.serveJson(Addresses.GALLERY_COMPACT, compaction::request),
                        endpoints.serveJson(Addresses.GALLERY_PICTURE, pictures::picture),
                        endpoints.serveJson(Addresses.GALLERY_VISIBLE, pictures::visible),
                        endpoints.serveJson(StageAddresses.SHOW, pictures::show),
                        endpoints.serve(StageAddresses.SHORTLIST, queries::shortlist),
                        endpoints.serve(StageAddresses.INDEXED, queries::indexed)))
                .onSuccess(v -> {
                    resumeWhenPossible(ingest, new Resumption(vertx, index, reader, ingest, endpoints.gate()));
                    compaction.watch();
                });
    }

    /** A process that only answers from the catalogue has nobody to go on with, and must not wait for that when it stops. */
    private void resumeWhenPossible(Ingest ingest, Resumption resumption) {
        Future.all(board.present(Stage.DECODE), board.present(Stage.STORE))
                .onSuccess(there -> context.runOnContext(v -> resumption
                        .run()
                        .onFailure(e -> LOG.warn("some pending images wait for a later try: {}", e.getMessage()))));
        ingest.onUnfinished(resumption::failed);
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

    private CreditedSender pictureSender(String address) {
        return new CreditedSender(vertx, board, Stage.DECODE, address, PICTURES, settings.patience());
    }

    private Future<JsonObject> status(GalleryQueries queries, JsonObject body) {
        new JsonFields(body).refuseUnknown();
        return queries.status().compose(gallery -> vertx.eventBus()
                .<JsonObject>request(StageAddresses.STORE_STATUS, "")
                .map(storage -> gallery.put("storage", storage.body()))
                // The catalogue's numbers stand on their own when the store runs elsewhere and is down.
                .otherwise(gallery));
    }
}
