package io.patchrank.pipeline.index;

import io.patchrank.api.ImageId;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.pipeline.flow.Gate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes up again what a crash, a stop, a full disk or a failed stage left {@code PENDING}: at the start, and after a
 * failure first a second later, then ever more rarely, until nothing is left. Nobody has to put it again, and no restart
 * is needed. On the index stage's event loop.
 */
final class Resumption {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** Not above what may wait for the decode stage. */
    private static final int PAGE = 16;

    private final Vertx vertx;
    private final GalleryIndex index;
    private final WorkerExecutor reader;
    private final Ingest ingest;
    private final Gate gate;
    private Duration pause = SHORTEST;
    private boolean busy;
    private boolean failed;

    /** @param gate lets a page of them in at a time; once it is closed the rest stays pending */
    Resumption(Vertx vertx, GalleryIndex index, WorkerExecutor reader, Ingest ingest, Gate gate) {
        this.vertx = vertx;
        this.index = index;
        this.reader = reader;
        this.ingest = ingest;
        this.gate = gate;
    }

    /** Completes when each has been tried once; those that were not are tried later. */
    Future<Void> run() {
        return runAfter(Optional.empty()).onFailure(unread -> failed());
    }

    private Future<Void> runAfter(Optional<ImageId> last) {
        return gate.pass(() -> page(last))
                .compose(tried -> tried.isPresent() ? runAfter(tried) : Future.succeededFuture());
    }

    /** The last that was tried; empty when there are no more. */
    private Future<Optional<ImageId>> page(Optional<ImageId> after) {
        return reader.executeBlocking(
                        () -> index.list(Set.of(ImageState.Kind.PENDING), MetadataFilter.ANY, after, PAGE), false)
                .compose(rows -> {
                    List<? extends Future<?>> puts =
                            rows.stream().map(ingest::resume).toList();
                    return Future.join(puts)
                            .onFailure(some -> failed())
                            .transform(ended -> Future.succeededFuture(
                                    rows.isEmpty()
                                            ? Optional.empty()
                                            : Optional.of(rows.getLast().id())));
                });
    }

    /** Something is left to be done, for no fault of its own. */
    void failed() {
        failed = true;
        if (!busy) {
            busy = true;
            vertx.setTimer(pause.toMillis(), timer -> again());
        }
    }

    private void again() {
        failed = false;
        run().onComplete(ended -> {
            busy = false;
            if (failed) {
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
                failed();
            } else {
                pause = SHORTEST;
            }
        });
    }
}
