package io.patchrank.pipeline.credit;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.Stage;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Requests to one stage, at most as many outstanding as its workers announced; a bounded number of further ones wait.
 * More are answered {@code OVERLOADED} at once. Failures arrive typed. Thread-safe.
 *
 * <p>The event bus itself never pushes back (a {@code send} always succeeds), so this is where backpressure lives.
 */
public final class CreditedSender {
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private record Waiting(Context context, Object body, Promise<Object> promise) {}

    private final Vertx vertx;
    private final CreditBoard board;
    private final Stage stage;
    private final String address;
    private final int maxWaiting;
    private final Duration timeout;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int outstanding;

    /**
     * @param maxWaiting requests that may wait for a credit
     * @param timeout for waiting, and again for the answer
     */
    public CreditedSender(
            Vertx vertx, CreditBoard board, Stage stage, String address, int maxWaiting, Duration timeout) {
        this.vertx = vertx;
        this.board = board;
        this.stage = stage;
        this.address = address;
        this.maxWaiting = maxWaiting;
        this.timeout = timeout;
        board.onChange(this::sendWaiting);
    }

    /** The stage's answer, on the caller's context. */
    public <R> Future<R> request(Object body, Class<R> reply) {
        Waiting entry = new Waiting(vertx.getOrCreateContext(), body, Promise.promise());
        synchronized (this) {
            if (waiting.size() >= maxWaiting) {
                return Future.failedFuture(PatchrankException.overloaded(stage.key(), RETRY_AFTER));
            }
            waiting.add(entry);
        }
        sendWaiting();
        giveUpLater(entry);
        return entry.promise().future().map(reply::cast);
    }

    private void giveUpLater(Waiting entry) {
        synchronized (this) {
            if (!waiting.contains(entry)) {
                return;
            }
        }
        long timer = vertx.setTimer(timeout.toMillis(), t -> giveUp(entry));
        entry.promise().future().onComplete(r -> vertx.cancelTimer(timer));
    }

    private void giveUp(Waiting entry) {
        boolean removed;
        synchronized (this) {
            removed = waiting.remove(entry);
        }
        if (removed) {
            finish(
                    entry,
                    Future.failedFuture(new PatchrankException(
                            ErrorCode.STAGE_UNAVAILABLE,
                            stage.key(),
                            "no worker took the request within " + timeout.toMillis() + " ms; is the stage running?")));
        }
    }

    private void sendWaiting() {
        List<Waiting> ready = new ArrayList<>();
        synchronized (this) {
            int credits = board.credits(stage);
            while (outstanding < credits && !waiting.isEmpty()) {
                ready.add(waiting.remove());
                outstanding++;
            }
        }
        ready.forEach(this::send);
    }

    private void send(Waiting entry) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
        vertx.eventBus().request(address, entry.body(), options).onComplete(reply -> {
            synchronized (this) {
                outstanding--;
            }
            finish(entry, reply.failed() ? typedFailure(reply.cause()) : reply.map(Message::body));
            sendWaiting();
        });
    }

    private static Future<Object> typedFailure(Throwable cause) {
        return Future.failedFuture(Failures.typed(cause));
    }

    private static void finish(Waiting entry, AsyncResult<?> result) {
        entry.context().runOnContext(v -> {
            if (result.succeeded()) {
                entry.promise().complete(result.result());
            } else {
                entry.promise().fail(result.cause());
            }
        });
    }
}
