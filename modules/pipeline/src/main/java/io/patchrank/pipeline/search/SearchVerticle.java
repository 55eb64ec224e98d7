package io.patchrank.pipeline.search;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.credit.CreditedSender;
import io.patchrank.pipeline.flow.Endpoints;
import io.patchrank.pipeline.flow.StageVerticle;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves {@link Addresses#SEARCH}: query → features → shortlist → re-ranked answer. Event loop; it only asks other
 * stages. More queries at once than configured are answered {@code OVERLOADED}.
 */
public final class SearchVerticle extends StageVerticle {
    private static final Duration RETRY_AT_LEAST = Duration.ofMillis(100);
    private static final double SMOOTHING = 0.1;

    private final CreditBoard board;
    private final SearchDefaults defaults;
    private final int queue;
    private final Duration timeout;
    private final AtomicInteger inProgress = new AtomicInteger();
    private volatile double smoothedMillis;

    /**
     * @param queue searches in progress at once
     * @param timeout for one step
     */
    public SearchVerticle(CreditBoard board, SearchDefaults defaults, int queue, Duration timeout) {
        super(Stage.SEARCH, board, queue);
        this.board = board;
        this.defaults = defaults;
        this.queue = queue;
        this.timeout = timeout;
    }

    @Override
    protected Future<?> serve(Endpoints endpoints) {
        PartialAnswers partials = new PartialAnswers();
        QueryFlow flow = new QueryFlow(
                vertx,
                sender(Stage.DECODE, StageAddresses.DECODE),
                sender(Stage.INDEX, StageAddresses.SHORTLIST),
                sender(Stage.RERANK, StageAddresses.RERANK),
                partials,
                defaults);
        return partials.serve(endpoints)
                .compose(v -> endpoints.serveJson(Addresses.SEARCH, body -> admit(flow, SearchRequest.fromJson(body))));
    }

    private CreditedSender sender(Stage stage, String address) {
        return new CreditedSender(vertx, board, stage, address, queue, timeout);
    }

    private Future<JsonObject> admit(QueryFlow flow, SearchRequest request) {
        if (inProgress.incrementAndGet() > queue) {
            inProgress.decrementAndGet();
            throw PatchrankException.overloaded(Stage.SEARCH.key(), retryAfter());
        }
        long start = System.nanoTime();
        return flow.answer(request).map(SearchReply::toJson).onComplete(r -> {
            inProgress.decrementAndGet();
            smoothedMillis += SMOOTHING * ((System.nanoTime() - start) / 1e6 - smoothedMillis);
        });
    }

    /** With all places taken, half of those waiting are answered in half the time that a query takes now. */
    private Duration retryAfter() {
        return Duration.ofMillis(Math.max(RETRY_AT_LEAST.toMillis(), (long) (smoothedMillis / 2)));
    }
}
