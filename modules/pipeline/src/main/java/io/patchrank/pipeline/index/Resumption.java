package io.patchrank.pipeline.index;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Takes up again what a full disk or a failed stage left {@code PENDING}, at first after a second, then ever more rarely,
 * until nothing is left: nobody has to put it again, and no restart is needed. On the index stage's event loop.
 */
final class Resumption {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Supplier<Future<Void>> resume;
    private Duration pause = SHORTEST;
    private boolean busy;
    private boolean failed;

    /** @param resume goes once through all that is pending; what fails is told to {@link #failed()} */
    Resumption(Vertx vertx, Supplier<Future<Void>> resume) {
        this.vertx = vertx;
        this.resume = resume;
    }

    /** Something is left to be done, for no fault of its own. */
    void failed() {
        failed = true;
        if (!busy) {
            busy = true;
            vertx.setTimer(pause.toMillis(), timer -> run());
        }
    }

    private void run() {
        failed = false;
        resume.get().onComplete(ended -> {
            busy = false;
            if (failed) {
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
                failed();
            } else {
                pause = SHORTEST;
            }
        });
    }
}
