package io.patchrank.pipeline.index;

import io.patchrank.api.ImageId;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.StoredSegment;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.pipeline.flow.Gate;
import io.patchrank.pipeline.flow.TypedRequest;
import io.patchrank.pipeline.message.CopyReply;
import io.patchrank.pipeline.message.CopyRequest;
import io.patchrank.pipeline.message.SegmentRequest;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Empties one segment of the storage and deletes it. At every instant each row of the catalogue refers to features that
 * are on disk:
 *
 * <ol>
 *   <li>the rows in use are copied, durably
 *   <li>the catalogue refers to the copies, unless somebody has changed a row meanwhile, who then wins
 *   <li>from here on nobody writes a row that refers to the segment ({@link Relocations}); what was written before is
 *       waited for, and moved too
 *   <li>the segment is deleted, a grace later for those who still read it
 * </ol>
 *
 * A crash leaves copies that nobody refers to, or a segment that nobody refers to: the next compaction deletes either.
 * Event loop; each step passes the gate of the stage, so that a stop waits for one step and no more.
 */
final class SegmentCompaction {
    private static final int PAGE = 16;
    private static final int COMMIT = 256;
    /** Between two pages while images are being taken in: at most 64 rows a second then. */
    private static final long PAUSE_MILLIS = 250;

    private final Vertx vertx;
    private final GalleryIndex index;
    private final WorkerExecutor worker;
    private final CatalogueWriter writer;
    private final Ingest ingest;
    private final Gate gate;
    private final Duration timeout;

    /** @param timeout for one step of the store stage */
    SegmentCompaction(
            Vertx vertx,
            GalleryIndex index,
            WorkerExecutor worker,
            CatalogueWriter writer,
            Ingest ingest,
            Gate gate,
            Duration timeout) {
        this.vertx = vertx;
        this.index = index;
        this.worker = worker;
        this.writer = writer;
        this.ingest = ingest;
        this.gate = gate;
        this.timeout = timeout;
    }

    /** Nobody refers to the segment when this completes, and nobody will. Fails as {@code FeatureStorage.copy} does. */
    Future<Void> empty(StoredSegment segment, CompactionTally tally) {
        Map<FeatureKey, FeatureKey> moved = new HashMap<>();
        // Those that have stored features, but no row yet.
        return ended(segment)
                .compose(v -> ingest.settled())
                .compose(v -> move(segment.id(), moved, tally))
                .compose(v -> {
                    ingest.relocations().empty(segment.id(), moved);
                    return writer.settled();
                })
                .compose(v -> move(segment.id(), moved, tally))
                .onFailure(e -> ingest.relocations().forget(segment.id()));
    }

    /** Deletes an emptied segment. */
    Future<Long> drop(long segment) {
        return gate.pass(() -> this.<Long>ask(StageAddresses.DROP_SEGMENT, new SegmentRequest(segment)))
                // Who began before may still come with an old key; nobody else has one.
                .onSuccess(v -> ingest.settled()
                        .onComplete(ended -> ingest.relocations().forget(segment)));
    }

    private Future<Void> ended(StoredSegment segment) {
        return segment.open()
                ? gate.pass(() -> ask(StageAddresses.END_SEGMENT, new SegmentRequest(segment.id())))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    private Future<Void> move(long segment, Map<FeatureKey, FeatureKey> moved, CompactionTally tally) {
        return gate.pass(() -> blocking(() -> inUse(segment))).compose(images -> {
            List<FeatureKey> keys = images.keySet().stream()
                    .filter(key -> !moved.containsKey(key))
                    .sorted()
                    .toList();
            return copy(keys, moved).compose(v -> refer(images, moved, tally));
        });
    }

    private Map<FeatureKey, List<ImageId>> inUse(long segment) {
        Map<FeatureKey, List<ImageId>> images = new LinkedHashMap<>();
        index.visitFeatures((id, key) -> {
            if (key.segment() == segment) {
                images.computeIfAbsent(key, k -> new ArrayList<>()).add(id);
            }
        });
        return images;
    }

    private Future<Void> copy(List<FeatureKey> keys, Map<FeatureKey, FeatureKey> moved) {
        if (keys.isEmpty()) {
            return Future.succeededFuture();
        }
        List<FeatureKey> page = keys.subList(0, Math.min(PAGE, keys.size()));
        Future<?> turn = ingest.isBusy() ? vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS) : Future.succeededFuture();
        return turn.compose(v -> gate.pass(() -> this.<CopyReply>ask(StageAddresses.COPY, new CopyRequest(page))))
                .compose(copies -> {
                    for (int i = 0; i < page.size(); i++) {
                        moved.put(page.get(i), copies.keys().get(i));
                    }
                    return copy(keys.subList(page.size(), keys.size()), moved);
                });
    }

    private Future<Void> refer(
            Map<FeatureKey, List<ImageId>> images, Map<FeatureKey, FeatureKey> moved, CompactionTally tally) {
        List<CatalogueChange> moves = new ArrayList<>();
        images.forEach((key, ids) -> {
            FeatureKey copy = moved.getOrDefault(key, key);
            ids.forEach(id -> moves.add(new CatalogueChange.Move(id, key, copy)));
        });
        Future<Void> done = Future.succeededFuture();
        for (int from = 0; from < moves.size(); from += COMMIT) {
            List<CatalogueChange> commit = moves.subList(from, Math.min(moves.size(), from + COMMIT));
            done = done.compose(v -> gate.pass(() -> blocking(() -> {
                        index.apply(commit);
                        return commit.size();
                    })))
                    .onSuccess(tally::moved)
                    .mapEmpty();
        }
        return done;
    }

    /** On its one thread, in order; Vert.x' own order would make it wait for other workers of the stage, and them for it. */
    private <T> Future<T> blocking(Callable<T> work) {
        return worker.executeBlocking(work, false);
    }

    private <R> Future<R> ask(String address, Object body) {
        return TypedRequest.send(vertx, address, body, timeout);
    }
}
