package io.patchrank.pipeline.rerank;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.message.Improved;
import io.patchrank.pipeline.message.Progress;
import io.patchrank.rerank.stage.RankedOrder;
import io.patchrank.rerank.stage.RerankJob;
import io.patchrank.rerank.stage.RerankStage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/**
 * Passes the orders of one query on to the search stage while they improve. One is on its way at a time and the newest
 * waits, so a slow search stage gets fewer. When it answers that the query has ended, so does the work. Orders come on
 * the re-rank stage's threads; all else runs on the verticle's context.
 */
final class Improvements extends BaseSubscriber<RankedOrder> {
    /** As often as people see a difference. */
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Context context;
    private final Progress progress;
    private final Promise<RankedOrder> last = Promise.promise();
    private boolean sending;
    private boolean ended;
    private @Nullable RankedOrder newest;

    Improvements(Vertx vertx, Context context, Progress progress) {
        this.vertx = vertx;
        this.context = context;
        this.progress = progress;
    }

    /** The last order. */
    Future<RankedOrder> follow(RerankStage stage, RerankJob job) {
        stage.submit(job, INTERVAL).subscribe(this);
        return last.future();
    }

    @Override
    protected void hookOnNext(RankedOrder order) {
        context.runOnContext(v -> {
            if (!order.last()) {
                offer(order);
            } else if (end()) {
                last.complete(order);
            }
        });
    }

    @Override
    protected void hookOnError(Throwable failure) {
        context.runOnContext(v -> {
            if (end()) {
                last.fail(failure);
            }
        });
    }

    private boolean end() {
        boolean first = !ended;
        ended = true;
        newest = null;
        return first;
    }

    private void offer(RankedOrder order) {
        if (ended) {
            return;
        }
        if (sending) {
            newest = order;
            return;
        }
        sending = true;
        Improved improved = new Improved(progress.query(), Replies.of(order, List.of()));
        vertx.eventBus()
                .request(progress.address(), improved)
                .onComplete(passedOn -> sendNewest(), failure -> notWanted(Failures.typed(failure)));
    }

    private void sendNewest() {
        sending = false;
        RankedOrder next = newest;
        newest = null;
        if (next != null) {
            offer(next);
        }
    }

    private void notWanted(PatchrankException failure) {
        // A search stage that is slow or stopping takes no more of these, but still waits for the last.
        if (failure.code() == ErrorCode.CANCELLED && end()) {
            cancel();
            last.fail(new PatchrankException(ErrorCode.CANCELLED, "rerank", "the query has ended", failure));
        }
    }
}
