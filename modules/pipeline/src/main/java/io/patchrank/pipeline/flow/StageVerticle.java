package io.patchrank.pipeline.flow;

import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage: serves its addresses, announces its credits once it does, and stops in order: no new requests, then the end
 * of those being answered, then the release of what it holds.
 */
public abstract class StageVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(StageVerticle.class);

    private final Stage stage;
    private final CreditBoard board;
    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private final String worker = CreditBoard.newWorker();
    private final Object announcing = new Object();
    private StageObserver observer = StageObserver.NONE;
    private int credits;
    private boolean serving;
    private boolean interrupted;
    private @Nullable Endpoints running;

    /** @param credits requests that this stage takes at once */
    protected StageVerticle(Stage stage, CreditBoard board, int credits) {
        this.stage = stage;
        this.board = board;
        this.credits = credits;
    }

    /** Who sees what this stage does; before it is deployed. */
    public final void observedBy(StageObserver other) {
        observer = other;
    }

    /**
     * Acquires what the stage needs, by {@link #hold}, and serves its addresses.
     *
     * @return completes when all are served
     */
    protected abstract Future<?> serve(Endpoints endpoints);

    /**
     * Gives what the stage has acquired into its care: closed, the newest first, on a worker thread when the stage has
     * stopped or could not start. Event loop.
     */
    protected final <T extends AutoCloseable> T hold(T resource) {
        held.push(resource);
        if (resource instanceof PriorityWorkers<?> workers) {
            observer.employs(stage, workers);
        }
        return resource;
    }

    /** For a stage that knows only what it has acquired how many requests it takes at once. In {@link #serve}. */
    protected final void takes(int requests) {
        credits = requests;
    }

    /** What the stage works with has failed for good: nothing is sent to it any more. Any thread. */
    protected final void broke(String reason) {
        announceAfter(() -> serving = false);
        observer.broke(stage, reason);
    }

    /** For work that may have to wait: nothing is sent to the stage meanwhile. */
    protected final Interruptions interruptions() {
        return new Interruptions() {
            @Override
            public void began(String reason) {
                announceAfter(() -> interrupted = true);
                observer.interrupted(stage, reason);
            }

            @Override
            public void ended() {
                announceAfter(() -> interrupted = false);
                observer.resumed(stage);
            }

            @Override
            public void blamed() {
                observer.blamed(stage);
            }
        };
    }

    /** The board is told what is true by now, whichever thread comes last. */
    private void announceAfter(Runnable change) {
        synchronized (announcing) {
            change.run();
            if (serving && !interrupted) {
                board.announce(stage, worker, credits);
            } else {
                board.withdraw(worker);
            }
        }
    }

    @Override
    public final Future<?> start() {
        Endpoints endpoints = new Endpoints(vertx, stage, worker, observer);
        return serve(endpoints)
                .onSuccess(v -> {
                    running = endpoints;
                    announceAfter(() -> serving = true);
                })
                .recover(failure ->
                        endpoints.close().eventually(this::release).transform(v -> Future.failedFuture(failure)));
    }

    @Override
    public final Future<?> stop() {
        Endpoints stopping = running;
        if (stopping == null) {
            return Future.succeededFuture();
        }
        announceAfter(() -> serving = false);
        return stopping.close().eventually(this::release);
    }

    private Future<Void> release() {
        return vertx.executeBlocking(() -> {
            while (!held.isEmpty()) {
                closeOne(held.pop());
            }
            return null;
        });
    }

    /** One that does not close must not keep the others from closing. */
    private void closeOne(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn(
                    "{}: {} did not close cleanly",
                    stage.key(),
                    resource.getClass().getSimpleName(),
                    e);
        }
    }
}
