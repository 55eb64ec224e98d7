package io.patchrank.web.search;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.bridge.Permitted;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.Images;
import io.patchrank.web.http.Operation;
import io.patchrank.web.http.StreamLimit;
import io.patchrank.web.http.Upload;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

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
            return request(call)
                    .compose(request -> call.ask(Addresses.SEARCH, request))
                    .compose(answer -> truth.tell(call, answer))
                    .compose(call::longJson);
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

    private Future<?> stream(Call call, JsonObject request) {
        return new AnswerStream(call, streams.open(call), truth).follow(request);
    }
}
