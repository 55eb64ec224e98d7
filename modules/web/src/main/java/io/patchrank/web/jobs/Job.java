package io.patchrank.web.jobs;

import io.patchrank.api.bus.Attempts;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.web.http.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many requests of the bus with a bounded number outstanding. One that meets a full queue comes back when it is told to;
 * one that fails for another passing reason is tried a few times. A request that is itself wrong counts as failed; any
 * other failure ends the job. Event loop.
 */
final class Job {
    private static final int OUTSTANDING = 16;

    private final Vertx vertx;
    private final Bus bus;
    private final String id;
    private final JobWork work;
    private final Consumer<Job> changed;
    private final Instant started = Instant.now();
    private final Promise<Void> over = Promise.promise();

    private JobState state = JobState.RUNNING;
    private OptionalInt total = OptionalInt.empty();
    private int done;
    private int failed;
    private int outstanding;
    private @Nullable Iterator<JsonObject> waiting;
    private @Nullable Instant ended;
    private @Nullable PatchrankException failure;

    /** @param changed told after every change */
    Job(Vertx vertx, Bus bus, String id, JobWork work, Consumer<Job> changed) {
        this.vertx = vertx;
        this.bus = bus;
        this.id = id;
        this.work = work;
        this.changed = changed;
    }

    String id() {
        return id;
    }

    boolean isRunning() {
        return !over.future().isComplete();
    }

    /** Completes when nothing of it is in progress any more. */
    Future<Void> run() {
        work.requests().get().onComplete(this::begin, this::fail);
        return over.future();
    }

    private void begin(List<JsonObject> requests) {
        if (state != JobState.RUNNING) {
            return;
        }
        total = OptionalInt.of(requests.size());
        waiting = requests.iterator();
        changed.accept(this);
        next();
    }

    private void next() {
        Iterator<JsonObject> requests = waiting;
        while (state == JobState.RUNNING && requests != null && requests.hasNext() && outstanding < OUTSTANDING) {
            outstanding++;
            ask(requests.next(), Attempts.NONE)
                    .onComplete(row -> answered("REJECTED".equals(row.getString("state"))), this::refused);
        }
        if (outstanding == 0 && (state != JobState.RUNNING || requests != null && !requests.hasNext())) {
            finish();
        }
    }

    private Future<JsonObject> ask(JsonObject request, Attempts attempts) {
        return bus.ask(work.address(), request, id).compose(this::whenDone).recover(e -> {
            PatchrankException typed = Failures.typed(e);
            Optional<Attempts.Another> next = state == JobState.RUNNING ? attempts.after(typed) : Optional.empty();
            return next.isEmpty()
                    ? Future.failedFuture(typed)
                    : vertx.timer(Math.max(1, next.get().pause().toMillis()), TimeUnit.MILLISECONDS)
                            .compose(v -> ask(request, next.get().attempts()));
        });
    }

    private Future<JsonObject> whenDone(JsonObject answer) {
        Optional<JsonObject> next = state == JobState.RUNNING ? work.next().apply(answer) : Optional.empty();
        return next.isEmpty()
                ? Future.succeededFuture(answer)
                : bus.ask(work.address(), next.get(), id).compose(this::whenDone);
    }

    private void answered(boolean asFailed) {
        outstanding--;
        done++;
        failed += asFailed ? 1 : 0;
        changed.accept(this);
        next();
    }

    private void refused(Throwable e) {
        ErrorCode code = Failures.typed(e).code();
        if (code == ErrorCode.BAD_REQUEST || code == ErrorCode.NOT_FOUND || code.isImageFault()) {
            answered(true);
        } else {
            outstanding--;
            fail(e);
        }
    }

    private void fail(Throwable e) {
        if (state == JobState.RUNNING) {
            state = JobState.FAILED;
            failure = Failures.typed(e);
        }
        next();
    }

    /** No more requests; those outstanding are waited for. */
    Future<Void> cancel() {
        if (state == JobState.RUNNING) {
            state = JobState.CANCELLED;
            next();
        }
        return over.future();
    }

    private void finish() {
        if (over.future().isComplete()) {
            return;
        }
        if (state == JobState.RUNNING) {
            state = JobState.DONE;
        }
        ended = Instant.now();
        waiting = null;
        over.complete();
        changed.accept(this);
    }

    JsonObject toJson() {
        JsonObject body = new JsonObject()
                .put("id", id)
                .put("type", work.type())
                .put("state", isRunning() && state != JobState.RUNNING ? JobState.RUNNING.name() : state.name())
                .put("done", done)
                .put("failed", failed)
                .put("started", started.toString());
        total.ifPresent(t -> body.put("total", t));
        if (ended != null) {
            body.put("ended", ended.toString());
        }
        if (failure != null) {
            body.put("failure", Failures.toJson(failure));
        }
        return body;
    }
}
