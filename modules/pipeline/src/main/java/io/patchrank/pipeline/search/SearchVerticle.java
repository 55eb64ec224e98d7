package io.patchrank.pipeline.search;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.CompareRequest;
import io.patchrank.api.bus.Comparison;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.pipeline.compare.CompareDefaults;
import io.patchrank.pipeline.compare.CompareFlow;
import io.patchrank.pipeline.compare.Comparing;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.credit.CreditedSender;
import io.patchrank.pipeline.flow.Admission;
import io.patchrank.pipeline.flow.Endpoints;
import io.patchrank.pipeline.flow.StageVerticle;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Serves {@link Addresses#SEARCH}: query → features → shortlist → re-ranked answer, and {@link Addresses#COMPARE}: two
 * images → features and maps → matches. Event loop; it asks other stages, and compares on workers of its own. More
 * queries at once than configured are answered {@code OVERLOADED}.
 */
public final class SearchVerticle extends StageVerticle {
    private final CreditBoard board;
    private final SearchDefaults defaults;
    private final CompareDefaults comparisons;
    private final int queue;
    private final Duration timeout;

    /**
     * @param queue searches in progress at once, and comparisons
     * @param timeout for one step
     */
    public SearchVerticle(
            CreditBoard board, SearchDefaults defaults, CompareDefaults comparisons, int queue, Duration timeout) {
        super(Stage.SEARCH, board, queue);
        this.board = board;
        this.defaults = defaults;
        this.comparisons = comparisons;
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
        CompareFlow compare = new CompareFlow(
                vertx,
                sender(Stage.DECODE, StageAddresses.INSPECT),
                hold(new Comparing(comparisons.threshold())),
                comparisons);
        Admission searches = new Admission(Stage.SEARCH.key(), queue);
        Admission compared = new Admission("compare", queue);
        return Future.all(
                partials.serve(endpoints),
                endpoints.serveJson(
                        Addresses.SEARCH,
                        body -> searches.admit(
                                () -> flow.answer(SearchRequest.fromJson(body)).map(SearchReply::toJson))),
                endpoints.serveJson(
                        Addresses.COMPARE,
                        body -> compared.admit(() ->
                                compare.answer(CompareRequest.fromJson(body)).map(Comparison::toJson))));
    }

    private CreditedSender sender(Stage stage, String address) {
        return new CreditedSender(vertx, board, stage, address, queue, timeout);
    }
}
