package io.patchrank.pipeline.index;

import io.patchrank.api.bus.CompactJson;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.StoredSegment;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.pipeline.flow.Gate;
import io.patchrank.pipeline.flow.TypedRequest;
import io.patchrank.pipeline.message.SegmentsReply;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the space that removed and replaced images take: segments of the storage with many rows that nobody refers
 * to, deleted documents of the catalogue, files of uploads that were removed. Looks for them now and then when the
 * gallery has changed, and when somebody asks; one run at a time. Event loop.
 */
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    /** A request is answered by then, and asked again. */
    private static final long LONGEST_ANSWER_MILLIS = 5_000;
    /** What a segment answers that cannot be copied; the others can. */
    private static final Set<ErrorCode> UNMOVABLE =
            Set.of(ErrorCode.DATA_CORRUPT, ErrorCode.NOT_FOUND, ErrorCode.BAD_REQUEST);

    private final Vertx vertx;
    private final GalleryIndex index;
    private final WorkerExecutor worker;
    private final CatalogueWriter writer;
    private final Uploads uploads;
    private final GalleryEvents events;
    private final Gate gate;
    private final Duration timeout;
    private final CompactionSettings settings;
    private final SegmentCompaction segments;
    /** That cannot be copied: said once, and left alone until the next start. */
    private final Set<Long> damaged = new HashSet<>();

    private final CompactionTally total = new CompactionTally();
    private long deadImages;
    private long seenChanges = -1;
    private Run run = new Run(0, Future.succeededFuture(new JsonObject()));

    private record Run(long number, Future<JsonObject> result) {}

    /**
     * @param worker of one thread, for this alone
     * @param timeout for one step of the store stage
     */
    Compaction(
            Vertx vertx,
            GalleryIndex index,
            WorkerExecutor worker,
            CatalogueWriter writer,
            Ingest ingest,
            Uploads uploads,
            GalleryEvents events,
            Gate gate,
            Duration timeout,
            CompactionSettings settings) {
        this.vertx = vertx;
        this.index = index;
        this.worker = worker;
        this.writer = writer;
        this.uploads = uploads;
        this.events = events;
        this.gate = gate;
        this.timeout = timeout;
        this.settings = settings;
        this.segments = new SegmentCompaction(vertx, index, worker, writer, ingest, gate, timeout);
    }

    /** Looks now and then from here on, until the stage stops. */
    void watch() {
        vertx.setTimer(Math.max(1, settings.interval().toMillis()), t -> look());
    }

    private void look() {
        boolean changed = writer.changes() != seenChanges;
        Future<?> looked = changed ? begin().result() : Future.succeededFuture();
        looked.onComplete(ended -> watch());
    }

    /** {@code patchrank.gallery.compact}: starts a run or joins the one that goes on; {@code run} asks for that one. */
    Future<JsonObject> request(JsonObject body) {
        JsonFields fields = new JsonFields(body);
        long asked = fields.positive(CompactJson.RUN).orElse(0);
        fields.refuseUnknown();
        if (asked > run.number()) {
            throw JsonFields.bad(
                    CompactJson.RUN, "the last run is " + run.number() + ", there is no run " + asked + " yet");
        }
        Run joined = asked == 0 ? begin() : run;
        if (asked != 0 && asked != joined.number()) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND, "run " + asked, "another run has begun since; its result is not kept");
        }
        Future<JsonObject> goesOn = vertx.timer(LONGEST_ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .map(v -> new JsonObject().put(CompactJson.RUNNING, true));
        return Future.any(joined.result().otherwiseEmpty(), goesOn)
                .transform(any -> joined.result().isComplete() ? joined.result() : goesOn)
                .map(answer -> answer.copy().put(CompactJson.RUN, joined.number()));
    }

    /** Totals since the start. */
    JsonObject status() {
        return total.toJson()
                .put(CompactJson.RUNNING, !run.result().isComplete())
                .put("deadImages", deadImages);
    }

    private Run begin() {
        if (run.result().isComplete()) {
            seenChanges = writer.changes();
            CompactionTally tally = new CompactionTally();
            run = new Run(run.number() + 1, compact(tally).transform(ended -> {
                total.add(tally);
                return ended.succeeded() ? Future.succeededFuture(report(tally)) : failed(ended.cause());
            }));
        }
        return run;
    }

    private JsonObject report(CompactionTally tally) {
        JsonObject report = tally.toJson();
        if (!tally.isNothing()) {
            LOG.info("compacted: {}", report);
            events.compacted(report.copy());
        }
        return report.put(CompactJson.RUNNING, false);
    }

    private Future<JsonObject> failed(Throwable cause) {
        PatchrankException typed = Failures.typed(cause);
        seenChanges = -1;
        if (typed.code() != ErrorCode.STAGE_UNAVAILABLE) {
            events.problem("compaction", typed);
        }
        return Future.failedFuture(typed);
    }

    private Future<Void> compact(CompactionTally tally) {
        return gate.pass(() -> TypedRequest.<SegmentsReply>send(vertx, StageAddresses.SEGMENTS, "", timeout))
                .compose(reply -> gate.pass(() -> worker.executeBlocking(this::rowsInUse, false))
                        .compose(used -> compact(reply.segments(), used, tally)))
                .compose(v -> gate.pass(Future::succeededFuture))
                // Not within the gate: a merge takes long, and ends when the catalogue is closed.
                .compose(v -> worker.executeBlocking(() -> index.compact(settings.above()), false))
                .onSuccess(tally::catalogue)
                .compose(v -> gate.pass(() -> worker.executeBlocking(() -> uploads.sweep(index), false)))
                .onSuccess(tally::uploads)
                .mapEmpty();
    }

    private Map<Long, BitSet> rowsInUse() {
        Map<Long, BitSet> used = new HashMap<>();
        index.visitFeatures((id, key) ->
                used.computeIfAbsent(key.segment(), s -> new BitSet()).set(key.row()));
        return used;
    }

    private Future<Void> compact(List<StoredSegment> stored, Map<Long, BitSet> used, CompactionTally tally) {
        deadImages = 0;
        List<Future<?>> drops = new ArrayList<>();
        Future<Void> emptied = Future.succeededFuture();
        for (StoredSegment segment : stored) {
            int live = used.getOrDefault(segment.id(), new BitSet()).cardinality();
            int dead = Math.max(0, segment.rows() - live);
            deadImages += dead;
            boolean possible = live == 0 || segment.movable() && !damaged.contains(segment.id());
            if (dead > settings.above() * segment.rows() && possible) {
                emptied = emptied.compose(v -> compact(segment, dead, tally, drops));
            }
        }
        return emptied.compose(v -> Future.join(drops).mapEmpty());
    }

    /** @param drops what is still to come of the segments that are emptied */
    private Future<Void> compact(StoredSegment segment, int dead, CompactionTally tally, List<Future<?>> drops) {
        return segments.empty(segment, tally)
                .onSuccess(v -> drops.add(dropLater(segment, dead, tally)))
                .recover(e -> {
                    PatchrankException typed = Failures.typed(e);
                    if (!UNMOVABLE.contains(typed.code())) {
                        return Future.failedFuture(typed);
                    }
                    damaged.add(segment.id());
                    events.problem("compaction", typed);
                    return Future.succeededFuture();
                });
    }

    private Future<?> dropLater(StoredSegment segment, int dead, CompactionTally tally) {
        return vertx.timer(Math.max(1, settings.grace().toMillis()), TimeUnit.MILLISECONDS)
                .compose(v -> segments.drop(segment.id()))
                .onSuccess(bytes -> {
                    deadImages -= dead;
                    tally.dropped(dead, bytes * dead / segment.rows());
                });
    }
}
