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
 * Gathers single writes into groups, so that one fsync serves many: while a group is being written, the next gathers,
 * and lingers for more unless it is full. The writer runs on a worker thread, one group at a time. If a group fails,
 * each of its items fails with it.
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
    private Phase phase = Phase.IDLE;
    private long timer;

    private enum Phase {
        IDLE,
        LINGERING,
        WRITING
    }

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
        synchronized (this) {
            waiting.add(new Entry<>(item, promise));
            if (phase != Phase.WRITING) {
                lingerOrWrite();
            }
        }
        Promise<R> onCaller = Promise.promise();
        promise.future().onComplete(result -> context.runOnContext(v -> onCaller.handle(result)));
        return onCaller.future();
    }

    /** Holding the lock, with items waiting and none being written. */
    private void lingerOrWrite() {
        boolean full = waiting.size() >= largestGroup;
        if (phase == Phase.LINGERING && full) {
            // Unless the timer has run just now, and waits for the lock.
            if (vertx.cancelTimer(timer)) {
                writeNext();
            }
        } else if (phase == Phase.IDLE) {
            if (full || linger.isZero()) {
                writeNext();
            } else {
                phase = Phase.LINGERING;
                timer = vertx.setTimer(Math.max(1, linger.toMillis()), t -> lingered());
            }
        }
    }

    private synchronized void lingered() {
        writeNext();
    }

    private synchronized void written() {
        phase = Phase.IDLE;
        if (!waiting.isEmpty()) {
            lingerOrWrite();
        }
    }

    /** Holding the lock. */
    private void writeNext() {
        phase = Phase.WRITING;
        List<Entry<T, R>> group = new ArrayList<>();
        while (group.size() < largestGroup && !waiting.isEmpty()) {
            group.add(waiting.poll());
        }
        own.runOnContext(v -> write(group));
    }

    private void write(List<Entry<T, R>> group) {
        worker.executeBlocking(
                        () -> writer.apply(group.stream().map(Entry::item).toList()), true)
                .onComplete(
                        results -> {
                            for (int i = 0; i < group.size(); i++) {
                                group.get(i).promise().complete(results.get(i));
                            }
                            written();
                        },
                        failure -> {
                            group.forEach(e -> e.promise().fail(failure));
                            written();
                        });
    }
}
