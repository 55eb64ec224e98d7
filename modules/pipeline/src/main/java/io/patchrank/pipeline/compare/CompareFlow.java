package io.patchrank.pipeline.compare;

import io.patchrank.api.bus.CompareRequest;
import io.patchrank.api.bus.Comparison;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.credit.CreditedSender;
import io.patchrank.pipeline.flow.Stopwatch;
import io.patchrank.pipeline.message.Urgency;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The steps of one comparison: both images at once, each asked of the stages that know it, then what they have in common
 * on a worker. Event loop.
 */
public final class CompareFlow {
    private static final int WORKERS = 2;

    private final Vertx vertx;
    private final CreditedSender inspect;
    private final Comparing comparing;
    private final CompareDefaults defaults;
    private final WorkerExecutor workers;

    /**
     * @param inspect to the decode stage
     * @param comparing stays the caller's
     */
    public CompareFlow(Vertx vertx, CreditedSender inspect, Comparing comparing, CompareDefaults defaults) {
        this.vertx = vertx;
        this.inspect = inspect;
        this.comparing = comparing;
        this.defaults = defaults;
        this.workers = vertx.createSharedWorkerExecutor("patchrank-compare", WORKERS);
    }

    /** Fails with {@code DEADLINE_EXCEEDED} when there is no answer in time. */
    public Future<Comparison> answer(CompareRequest request) {
        Duration budget = request.deadline().orElse(defaults.deadline());
        Instant deadline = Instant.now().plus(budget);
        Stopwatch watch = new Stopwatch();
        Sides sides = new Sides(
                vertx, inspect, request.maps(), request.picture().isPresent(), Urgency.query(deadline), watch);
        Future<ComparedImage> query = sides.find(request.query(), "query");
        Future<ComparedImage> other = sides.find(request.other(), "other");
        return Future.all(query, other)
                .compose(both -> workers.executeBlocking(
                        () -> {
                            if (Instant.now().isAfter(deadline)) {
                                throw tooLate();
                            }
                            return comparing.compare(request, query.result(), other.result(), watch);
                        },
                        false))
                .timeout(Math.max(1, budget.toMillis()), TimeUnit.MILLISECONDS)
                .recover(e -> Future.failedFuture(e instanceof TimeoutException ? tooLate() : e));
    }

    private static PatchrankException tooLate() {
        return new PatchrankException(
                ErrorCode.DEADLINE_EXCEEDED,
                "compare",
                "the deadline came before both images were compared; allow more time");
    }
}
