package io.patchrank.pipeline.flow;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks the extract stage, wherever it runs, which model it has. */
public final class ModelLookup {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private ModelLookup() {}

    /** @param patience how long to wait for an extract stage to appear */
    public static Future<ModelInfo> ask(Vertx vertx, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        return vertx.eventBus()
                .<ModelInfo>request(StageAddresses.MODEL, "")
                .map(Message::body)
                .recover(e -> {
                    PatchrankException failure = Failures.typed(e);
                    if (!failure.code().isTransient() || System.nanoTime() > until) {
                        return Future.failedFuture(failure);
                    }
                    return vertx.timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                            .compose(t -> ask(vertx, Duration.ofNanos(until - System.nanoTime())));
                });
    }
}
