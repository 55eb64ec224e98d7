package io.patchrank.web.search;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.EventStream;
import io.patchrank.web.http.FailureAnswers;
import io.patchrank.web.http.ServerEvent;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * The answers to one search, as they get better. They are made ready one after the other, and so come in their order.
 * Event loop.
 */
final class AnswerStream {
    private static final String GLOBAL = "global";

    private final Call call;
    private final EventStream stream;
    private final TruthOfAnswers truth;
    private Future<ServerEvent> made = Future.succeededFuture();

    AnswerStream(Call call, EventStream stream, TruthOfAnswers truth) {
        this.call = call;
        this.stream = stream;
        this.truth = truth;
    }

    /** Asks, and tells what is answered; completes when the stream has ended, from either side. */
    Future<Void> follow(JsonObject request) {
        String address = Addresses.PARTIALS + UUID.randomUUID();
        MessageConsumer<JsonObject> partials = call.context().vertx().eventBus().consumer(address);
        stream.closed().onComplete(v -> partials.unregister());
        partials.handler(message -> partial(message.body()));
        partials.completion()
                .compose(v -> call.ask(Addresses.SEARCH, request.put("partials", address)))
                .compose(answer -> make("answer", answer))
                .onComplete(
                        stream::last,
                        failure -> stream.last(ServerEvent.of(
                                "failure", FailureAnswers.body(Failures.typed(failure), call.requestId()))));
        return stream.closed();
    }

    /** While one is made ready, better orders are left out: there will be one that is better still. */
    private void partial(JsonObject partial) {
        String stage = partial.getString("stage");
        JsonObject answer = partial.getJsonObject("answer");
        if (stage.equals(GLOBAL)) {
            make(stage, answer).onSuccess(stream::send);
        } else if (made.isComplete()) {
            make(stage, answer).onSuccess(event -> stream.latest(stage, event));
        }
    }

    private Future<ServerEvent> make(String name, JsonObject answer) {
        made = made.transform(before -> truth.tell(call, answer))
                .compose(call::encoded)
                .map(json -> ServerEvent.of(name, json));
        return made;
    }
}
