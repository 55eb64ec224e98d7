package io.patchrank.pipeline.search;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.flow.Endpoints;
import io.patchrank.pipeline.message.Improved;
import io.patchrank.pipeline.message.Progress;
import io.patchrank.pipeline.message.RerankReply;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Takes the orders that the re-rank stage sends of queries in progress, by number. Event loop of the search stage. */
final class PartialAnswers {
    private final Map<Long, Function<RerankReply, Future<Void>>> listeners = new HashMap<>();
    private String address = "";
    private long last;

    /** Completes when other processes can send. */
    Future<Void> serve(Endpoints endpoints) {
        return endpoints
                .serveOwn(StageAddresses.IMPROVED, this::received)
                .onSuccess(own -> address = own)
                .mapEmpty();
    }

    private Future<String> received(Improved improved) {
        Function<RerankReply, Future<Void>> listener = listeners.get(improved.query());
        if (listener == null) {
            throw new PatchrankException(ErrorCode.CANCELLED, "search", "the query has ended");
        }
        return listener.apply(improved.order()).map("").onFailure(left -> listeners.remove(improved.query()));
    }

    /**
     * @param listener where a query's orders go until {@link #close}; when it fails, the query is cancelled
     */
    Progress open(Function<RerankReply, Future<Void>> listener) {
        listeners.put(++last, listener);
        return new Progress(address, last);
    }

    void close(Progress progress) {
        listeners.remove(progress.query());
    }
}
