package io.patchrank.pipeline.flow;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Counts the work in progress of a stage, so that stopping can wait for it and refuse more. Thread-safe. */
public final class Gate {
    private final String owner;
    private int inside;
    private boolean closed;
    private final Promise<Void> idle = Promise.promise();

    public Gate(String owner) {
        this.owner = owner;
    }

    /** Lets {@code work} in until its future ends; refuses with {@code STAGE_UNAVAILABLE} once closed. */
    public <T> Future<T> pass(Supplier<Future<T>> work) {
        synchronized (this) {
            if (closed) {
                return Future.failedFuture(
                        new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, owner, "the stage is stopping"));
            }
            inside++;
        }
        try {
            return work.get().eventually(() -> {
                leave();
                return Future.succeededFuture();
            });
        } catch (RuntimeException e) {
            leave();
            return Future.failedFuture(e);
        }
    }

    private void leave() {
        boolean last;
        synchronized (this) {
            inside--;
            last = closed && inside == 0;
        }
        if (last) {
            idle.tryComplete();
        }
    }

    /** Refuses new work; completes when what is inside has ended. */
    public Future<Void> close() {
        boolean empty;
        synchronized (this) {
            closed = true;
            empty = inside == 0;
        }
        if (empty) {
            idle.tryComplete();
        }
        return idle.future();
    }
}
