package io.patchrank.web.search;

import io.patchrank.api.bus.Addresses;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.Operation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/** {@code POST /api/v1/search}. */
public final class SearchOperation implements Operation {
    @Override
    public Future<?> run(Call call) {
        return request(call)
                .compose(request -> call.ask(Addresses.SEARCH, request))
                .compose(call::longJson);
    }

    private static Future<JsonObject> request(Call call) {
        JsonObject request = call.body().copy();
        request.remove("explain");
        if (!call.uploads().containsKey("image")) {
            return Future.succeededFuture(request);
        }
        byte[] bytes = call.uploads().get("image").bytes().getBytes();
        return call.context()
                .vertx()
                .executeBlocking(() -> request.put("image", Base64.getEncoder().encodeToString(bytes)), false);
    }
}
