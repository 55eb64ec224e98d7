package io.patchrank.pipeline.flow;

import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A stage: serves its addresses, announces its credits once it does, and stops in order: no new requests, then the end
 * of those being answered, then the release of what it holds.
 */
public abstract class StageVerticle extends VerticleBase {
    private final Stage stage;
    private final CreditBoard board;
    private final int credits;
    private @Nullable Running running;

    private record Running(Endpoints endpoints, Callable<?> release, String credit) {}

    /** @param credits requests that this stage takes at once */
    protected StageVerticle(Stage stage, CreditBoard board, int credits) {
        this.stage = stage;
        this.board = board;
        this.credits = credits;
    }

    /**
     * Acquires what the stage needs and serves its addresses.
     *
     * @return completes when all are served, with what releases it all again: runs on a worker thread, may block
     */
    protected abstract Future<Callable<?>> serve(Endpoints endpoints);

    @Override
    public final Future<?> start() {
        Endpoints endpoints = new Endpoints(vertx, stage.key());
        return serve(endpoints)
                .onSuccess(release -> running = new Running(endpoints, release, board.announce(stage, credits)));
    }

    @Override
    public final Future<?> stop() {
        Running stopping = running;
        if (stopping == null) {
            return Future.succeededFuture();
        }
        board.withdraw(stopping.credit());
        return stopping.endpoints().close().compose(v -> vertx.executeBlocking(stopping.release()));
    }
}
