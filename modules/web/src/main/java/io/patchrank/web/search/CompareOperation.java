package io.patchrank.web.search;

import io.patchrank.web.http.Call;
import io.patchrank.web.http.Operation;
import io.vertx.core.Future;

/** {@code POST /api/v1/compare}. */
public final class CompareOperation implements Operation {
    private static final String COMPARE = "patchrank.compare";

    @Override
    public Future<?> run(Call call) {
        return call.ask(COMPARE, call.body()).compose(call::longJson);
    }
}
