package io.patchrank.pipeline.store;

import io.patchrank.api.bus.GalleryJson;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.flow.Endpoints;
import io.patchrank.pipeline.flow.GroupCommit;
import io.patchrank.pipeline.flow.ModelLookup;
import io.patchrank.pipeline.flow.StageVerticle;
import io.patchrank.pipeline.message.CopyReply;
import io.patchrank.pipeline.message.CopyRequest;
import io.patchrank.pipeline.message.LocalsReply;
import io.patchrank.pipeline.message.ReadRequest;
import io.patchrank.pipeline.message.SegmentRequest;
import io.patchrank.pipeline.message.SegmentsReply;
import io.patchrank.pipeline.message.StageAddresses;
import io.patchrank.pipeline.message.StoreRequest;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Serves {@code patchrank.stage.store}: features to durable keys in group commits, and reads back. The storage opens
 * with the shape of the model that the extract stage announces.
 */
public final class StoreVerticle extends StageVerticle {
    private static final int LARGEST_GROUP = 64;
    private static final int READERS = 2;
    private static final int CREDITS = 256;
    /** To read a whole shard and compare its checksum. */
    private static final long SLOWEST_STEP_MINUTES = 10;

    private final Function<ModelInfo, FeatureStorage> opener;
    private final Duration linger;
    private final Duration modelPatience;

    /**
     * @param opener opens the storage for a model; runs on a worker thread
     * @param linger how long the first of a group waits for company before the fsync
     * @param modelPatience how long to wait for an extract stage that runs in another process
     */
    public StoreVerticle(
            Function<ModelInfo, FeatureStorage> opener, CreditBoard board, Duration linger, Duration modelPatience) {
        super(Stage.STORE, board, CREDITS);
        this.opener = opener;
        this.linger = linger;
        this.modelPatience = modelPatience;
    }

    @Override
    protected Future<?> serve(Endpoints endpoints) {
        WorkerExecutor writer = vertx.createSharedWorkerExecutor("patchrank-store", 1);
        return ModelLookup.ask(vertx, modelPatience)
                .compose(model -> writer.executeBlocking(() -> opener.apply(model)))
                .map(this::hold)
                .compose(storage -> serve(endpoints, storage, writer));
    }

    private Future<?> serve(Endpoints endpoints, FeatureStorage storage, WorkerExecutor writer) {
        WorkerExecutor readers = vertx.createSharedWorkerExecutor("patchrank-read", READERS);
        // Apart, so that ingest and queries do not wait for it; its appends share their fsyncs.
        WorkerExecutor compaction = vertx.createSharedWorkerExecutor(
                "patchrank-store-compaction", 1, SLOWEST_STEP_MINUTES, TimeUnit.MINUTES);
        GroupCommit<StoreRequest, FeatureKey> commits =
                new GroupCommit<>(vertx, writer, LARGEST_GROUP, linger, group -> append(storage, group));
        return Future.all(List.of(
                endpoints.serve(StageAddresses.STORE, commits::submit),
                endpoints.serve(
                        StageAddresses.READ_LOCALS,
                        (ReadRequest r) -> readers.executeBlocking(() -> new LocalsReply(read(storage, r)), false)),
                endpoints.serve(
                        StageAddresses.STORE_STATUS,
                        ignored -> readers.executeBlocking(() -> GalleryJson.status(storage.status()), false)),
                endpoints.serve(
                        StageAddresses.SEGMENTS,
                        ignored -> compaction.executeBlocking(() -> new SegmentsReply(storage.segments()), false)),
                endpoints.serve(
                        StageAddresses.COPY,
                        (CopyRequest r) ->
                                compaction.executeBlocking(() -> new CopyReply(storage.copy(r.keys())), false)),
                endpoints.serve(
                        StageAddresses.END_SEGMENT,
                        (SegmentRequest r) -> compaction.executeBlocking(
                                () -> {
                                    storage.endSegment(r.segment());
                                    return "";
                                },
                                false)),
                endpoints.serve(
                        StageAddresses.DROP_SEGMENT,
                        (SegmentRequest r) -> compaction.executeBlocking(() -> storage.drop(r.segment()), false))));
    }

    /** Whoever asks has the keys from the catalogue: what the storage does not know, it has lost. */
    private static List<LocalDescriptors> read(FeatureStorage storage, ReadRequest request) {
        try {
            return storage.readLocals(request.keys(), request.descriptorCount(), request.form());
        } catch (PatchrankException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                throw new PatchrankException(
                        ErrorCode.DATA_CORRUPT,
                        e.subject(),
                        "the catalogue names these features, but the storage has lost them; patchrank doctor says"
                                + " whose they are, ingest those images again",
                        e);
            }
            throw e;
        }
    }

    private static List<FeatureKey> append(FeatureStorage storage, List<StoreRequest> group) {
        return storage.append(
                group.stream().map(StoreRequest::name).toList(),
                group.stream().map(StoreRequest::features).toList());
    }
}
