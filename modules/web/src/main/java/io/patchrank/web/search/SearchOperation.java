package io.patchrank.web.search;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.pipeline.bridge.Permitted;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.EventStream;
import io.patchrank.web.http.FailureAnswers;
import io.patchrank.web.http.Images;
import io.patchrank.web.http.Operation;
import io.patchrank.web.http.StreamLimit;
import io.patchrank.web.http.Upload;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** {@code POST /api/v1/search}: one answer, or a stream of better and better ones. Event loop. */
public final class SearchOperation implements Operation {
    private static final String STREAM = "text/event-stream";

    private final StreamLimit streams;
    private final TruthOfAnswers truth;

    public SearchOperation(StreamLimit streams, TruthOfAnswers truth) {
        this.streams = streams;
        this.truth = truth;
    }

    @Override
    public Future<?> run(Call call) {
        if (!call.accepts(STREAM)) {
            return request(call).compose(request -> ask(call, request)).compose(call::longJson);
        }
        return request(call).compose(request -> stream(call, request));
    }

    private static Future<JsonObject> request(Call call) {
        JsonObject request = call.body().copy();
        Upload upload = call.uploads().get("image");
        return upload == null
                ? Permitted.admitPaths(call.context().vertx(), Addresses.SEARCH, request)
                        .map(request)
                : Images.into(request, upload, call);
    }

    private Future<JsonObject> ask(Call call, JsonObject request) {
        return call.ask(Addresses.SEARCH, request).compose(answer -> truth.tell(call, answer));
    }

    private Future<?> stream(Call call, JsonObject request) {
        String address = Addresses.PARTIALS + UUID.randomUUID();
        EventStream stream = streams.open(call);
        MessageConsumer<JsonObject> partials = call.context().vertx().eventBus().consumer(address);
        stream.closed().onComplete(v -> partials.unregister());
        partials.handler(message -> partial(call, stream, message.body()));
        partials.completion()
                .compose(v -> ask(call, request.put("partials", address)))
                .onComplete(
                        answer -> stream.last("answer", answer),
                        failure ->
                                stream.last("failure", FailureAnswers.body(Failures.typed(failure), call.requestId())));
        return stream.closed();
    }

    private void partial(Call call, EventStream stream, JsonObject partial) {
        String stage = partial.getString("stage");
        truth.tell(call, partial.getJsonObject("answer")).onSuccess(answer -> {
            if (stage.equals("global")) {
                stream.send(stage, answer);
            } else {
                stream.latest(stage, stage, answer);
            }
        });
    }
}
