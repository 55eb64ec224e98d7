package io.patchrank.pipeline.credit;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.trace.RequestId;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Requests to one stage, to each worker at most as many outstanding as it announced; a bounded number of further ones
 * wait. More are answered {@code OVERLOADED} at once. What a worker had when it was lost goes to another, once: it may
 * have been the request that killed it. Failures arrive typed. Thread-safe.
 *
 * <p>The event bus itself never pushes back (a {@code send} always succeeds), so this is where backpressure lives.
 */
public final class CreditedSender {
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private final Vertx vertx;
    private final CreditBoard board;
    private final Stage stage;
    private final String address;
    private final int maxWaiting;
    private final Duration timeout;
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Map<String, Set<Request>> outstanding = new HashMap<>();
    /** Requests given up with their worker: if it was only silent, they are still in its hands. */
    private final Map<String, Integer> givenUp = new HashMap<>();

    private long refused;
    private long resent;

    /** One request; a class for its identity, since equal requests are still two. */
    private static final class Request {
        private final Context context;
        private final Object body;
        private final Optional<String> id = RequestId.current();
        private final Promise<Object> promise = Promise.promise();
        private boolean resent;

        private Request(Context context, Object body) {
            this.context = context;
            this.body = body;
        }
    }

    private record Assigned(String worker, Request request) {}

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
        board.add(this);
    }

    /** The stage's answer, on the caller's context. */
    public <R> Future<R> request(Object body, Class<R> reply) {
        Request request = new Request(vertx.getOrCreateContext(), body);
        synchronized (this) {
            if (waiting.size() >= maxWaiting) {
                refused++;
                return Future.failedFuture(PatchrankException.overloaded(stage.key(), RETRY_AFTER));
            }
            waiting.add(request);
        }
        sendWaiting();
        giveUpLater(request);
        return request.promise.future().map(reply::cast);
    }

    private void giveUpLater(Request request) {
        synchronized (this) {
            if (!waiting.contains(request)) {
                return;
            }
        }
        long timer = vertx.setTimer(timeout.toMillis(), t -> giveUp(request));
        request.promise.future().onComplete(r -> vertx.cancelTimer(timer));
    }

    private void giveUp(Request request) {
        boolean removed;
        synchronized (this) {
            removed = waiting.remove(request);
        }
        if (removed) {
            fail(request, "no worker took the request within " + timeout.toMillis() + " ms; is the stage running?");
        }
    }

    void sendWaiting() {
        List<Assigned> ready = new ArrayList<>();
        synchronized (this) {
            if (waiting.isEmpty()) {
                return;
            }
            Map<String, Integer> free = freeCredits();
            Optional<String> worker = freest(free);
            while (worker.isPresent() && !waiting.isEmpty()) {
                Request request = waiting.remove();
                outstanding.computeIfAbsent(worker.get(), w -> new HashSet<>()).add(request);
                ready.add(new Assigned(worker.get(), request));
                free.merge(worker.get(), -1, Integer::sum);
                worker = freest(free);
            }
        }
        ready.forEach(assigned -> send(assigned.worker(), assigned.request()));
    }

    private Map<String, Integer> freeCredits() {
        Map<String, Integer> free = new HashMap<>(board.creditsOfWorkers(stage));
        outstanding.forEach((worker, requests) -> free.computeIfPresent(worker, (w, all) -> all - requests.size()));
        givenUp.forEach((worker, requests) -> free.computeIfPresent(worker, (w, all) -> all - requests));
        return free;
    }

    /** The worker that can take most; empty when none can take any. */
    private static Optional<String> freest(Map<String, Integer> free) {
        return free.entrySet().stream()
                .filter(worker -> worker.getValue() > 0)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private void send(String worker, Request request) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
        // Sent from whichever context has freed the credit: the id is not that one's.
        request.id.ifPresent(id -> options.addHeader(RequestId.KEY, id));
        vertx.eventBus()
                .request(CreditBoard.addressOf(address, worker), request.body, options)
                .onComplete(reply -> answered(worker, request, reply));
    }

    private void answered(String worker, Request request, AsyncResult<Message<Object>> reply) {
        if (reply.cause() instanceof ReplyException e && e.failureType() == ReplyFailure.NO_HANDLERS) {
            board.gone(worker);
            lost(worker);
            letGo(worker);
            return;
        }
        if (!settled(worker, request)) {
            letGo(worker);
            sendWaiting();
        } else {
            finish(
                    request,
                    reply.failed()
                            ? Future.failedFuture(Failures.typed(reply.cause()))
                            : Future.succeededFuture(reply.result().body()));
            sendWaiting();
        }
    }

    /** False when the worker was given up and the request is another's by now. */
    private synchronized boolean settled(String worker, Request request) {
        Set<Request> had = outstanding.get(worker);
        if (had == null) {
            return false;
        }
        boolean settled = had.remove(request);
        if (had.isEmpty()) {
            outstanding.remove(worker);
        }
        return settled;
    }

    /** One of those given up is in the worker's hands no more. */
    private synchronized void letGo(String worker) {
        givenUp.computeIfPresent(worker, (w, requests) -> requests > 1 ? requests - 1 : null);
    }

    void lost(String worker) {
        List<Request> given = new ArrayList<>();
        List<Request> failed = new ArrayList<>();
        synchronized (this) {
            Set<Request> had = Optional.ofNullable(outstanding.remove(worker)).orElse(Set.of());
            if (!had.isEmpty()) {
                givenUp.merge(worker, had.size(), Integer::sum);
            }
            for (Request request : had) {
                if (request.resent) {
                    failed.add(request);
                } else {
                    request.resent = true;
                    resent++;
                    waiting.addFirst(request);
                    given.add(request);
                }
            }
        }
        failed.forEach(request -> fail(request, "two workers were lost while they had this request"));
        sendWaiting();
        given.forEach(this::giveUpLater);
    }

    private void fail(Request request, String reason) {
        finish(request, Future.failedFuture(new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, stage.key(), reason)));
    }

    private static void finish(Request request, Future<Object> result) {
        request.context.runOnContext(v -> result.onComplete(request.promise));
    }

    Stage stage() {
        return stage;
    }

    /** Requests that wait for a credit. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Requests that workers have. */
    public synchronized int outstanding() {
        return outstanding.values().stream().mapToInt(Set::size).sum();
    }

    /** Requests refused because too many waited, ever. */
    public synchronized long refused() {
        return refused;
    }

    /** Requests given to another worker because theirs was lost, ever. */
    public synchronized long resent() {
        return resent;
    }
}
