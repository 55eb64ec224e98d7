package io.patchrank.cli.ingest;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Attempts;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.PutRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.bridge.BusClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * Puts many images with a bounded number outstanding. A put that meets a full queue comes back when it is told to;
 * one that fails for another passing reason is tried a few times. Any other failure (a full disk, a lost server) ends
 * the ingest; rejected images do not.
 */
public final class BulkIngest {
    private static final Duration OVERLOAD_PATIENCE = Duration.ofMinutes(10);

    private final BusClient bus;
    private final int outstanding;
    private final AtomicReference<PatchrankException> failure = new AtomicReference<>();

    public BulkIngest(BusClient bus, int outstanding) {
        this.bus = bus;
        this.outstanding = outstanding;
    }

    /**
     * Returns when every image has been answered. Runs on the calling thread; {@code onRow} on the bus's.
     *
     * @param onRow gets each answer, as docs/event-bus.md describes it, and the counts up to it
     * @throws PatchrankException the first failure that is not an image's own
     */
    public IngestSummary run(List<PutRequest> puts, BiConsumer<JsonObject, IngestTally> onRow) {
        IngestTally tally = new IngestTally();
        Semaphore slots = new Semaphore(outstanding);
        for (PutRequest put : puts) {
            slots.acquireUninterruptibly();
            if (failure.get() != null) {
                slots.release();
                break;
            }
            var unused = put(put.toJson(), Attempts.NONE, System.nanoTime()).whenComplete((row, e) -> {
                try {
                    if (e != null && Failures.typed(e).code() == ErrorCode.BAD_REQUEST) {
                        // A name that no path can have, in this locale: the others go on.
                        JsonObject refused = refused(put, Failures.typed(e));
                        tally.add(refused);
                        onRow.accept(refused, tally);
                    } else if (e != null) {
                        failure.compareAndSet(null, Failures.typed(e));
                    } else {
                        tally.add(row);
                        onRow.accept(row, tally);
                    }
                } finally {
                    slots.release();
                }
            });
        }
        slots.acquireUninterruptibly(outstanding);
        PatchrankException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return tally.summary();
    }

    private CompletableFuture<JsonObject> put(JsonObject body, Attempts attempts, long firstTried) {
        return bus.request(Addresses.GALLERY_PUT, body).exceptionallyCompose(e -> {
            PatchrankException typed = Failures.typed(e);
            Optional<Attempts.Another> next = failure.get() != null || isOutOfPatience(typed, firstTried)
                    ? Optional.empty()
                    : attempts.after(typed);
            if (next.isEmpty()) {
                return CompletableFuture.failedFuture(typed);
            }
            Executor later =
                    CompletableFuture.delayedExecutor(next.get().pause().toMillis(), TimeUnit.MILLISECONDS);
            return CompletableFuture.runAsync(() -> {}, later)
                    .thenCompose(v -> put(body, next.get().attempts(), firstTried));
        });
    }

    private static boolean isOutOfPatience(PatchrankException failure, long firstTried) {
        return failure.code() == ErrorCode.OVERLOADED && System.nanoTime() - firstTried >= OVERLOAD_PATIENCE.toNanos();
    }

    private static JsonObject refused(PutRequest put, PatchrankException failure) {
        return new JsonObject()
                .put("action", "rejected")
                .put("state", "REJECTED")
                .put("source", put.toJson().getString("path", put.name()))
                .put("code", failure.code().name())
                .put("reason", failure.reason());
    }
}
