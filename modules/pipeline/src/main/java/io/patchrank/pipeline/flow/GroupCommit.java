package io.patchrank.pipeline.flow;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Gathers single writes into groups, so that one fsync serves many: while a group is being written, the next gathers.
 * The writer runs on a worker thread, one group at a time. If a group fails, each of its items fails with it.
 *
 * <p>Bound by its callers: each awaits its future, and each stage bounds the requests it has in progress.
 */
public final class GroupCommit<T, R> {
    private record Entry<T, R>(T item, Promise<R> promise) {}

    private final Vertx vertx;
    /** Of the stage itself: a group is not the work of the one whose item came first. */
    private final Context own;

    private final WorkerExecutor worker;
    private final Function<List<T>, List<R>> writer;
    private final int largestGroup;
    private final Duration linger;
    private final Deque<Entry<T, R>> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param writer writes the group durably and returns one result an item, in order
     * @param linger how long the first item of a group waits for company; zero writes at once
     */
    public GroupCommit(
            Vertx vertx, WorkerExecutor worker, int largestGroup, Duration linger, Function<List<T>, List<R>> writer) {
        this.vertx = vertx;
        this.own = vertx.getOrCreateContext();
        this.worker = worker;
        this.writer = writer;
        this.largestGroup = largestGroup;
        this.linger = linger;
    }

    /** Completes when the item is durable. */
    public Future<R> submit(T item) {
        Context context = vertx.getOrCreateContext();
        Promise<R> promise = Promise.promise();
        boolean start;
        synchronized (this) {
            waiting.add(new Entry<>(item, promise));
            start = !busy;
            busy = true;
        }
        if (start) {
            if (linger.isZero()) {
                own.runOnContext(v -> writeNext());
            } else {
                vertx.setTimer(Math.max(1, linger.toMillis()), t -> own.runOnContext(v -> writeNext()));
            }
        }
        Promise<R> onCaller = Promise.promise();
        promise.future().onComplete(result -> context.runOnContext(v -> onCaller.handle(result)));
        return onCaller.future();
    }

    private void writeNext() {
        List<Entry<T, R>> group = new ArrayList<>();
        synchronized (this) {
            while (group.size() < largestGroup && !waiting.isEmpty()) {
                group.add(waiting.poll());
            }
            if (group.isEmpty()) {
                busy = false;
                return;
            }
        }
        worker.executeBlocking(
                        () -> writer.apply(group.stream().map(Entry::item).toList()), true)
                .onComplete(
                        results -> {
                            for (int i = 0; i < group.size(); i++) {
                                group.get(i).promise().complete(results.get(i));
                            }
                            writeNext();
                        },
                        failure -> {
                            group.forEach(e -> e.promise().fail(failure));
                            writeNext();
                        });
    }
}
