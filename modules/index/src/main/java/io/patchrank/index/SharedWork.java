package io.patchrank.index;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work in parts that the caller and the other cores take one by one. The caller takes what nobody else takes: where all
 * cores are busy with callers of their own, each does its own work and waits for nobody.
 *
 * @param <P> a part
 * @param <R> what one thread makes of the parts that it takes
 */
final class SharedWork<P, R> {
    private final List<P> parts;
    private final Supplier<R> empty;
    private final Step<P, R> step;
    private final Queue<R> results = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch open;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Takes a part into the result of its thread. */
    interface Step<P, R> {
        void take(P part, R result) throws IOException;
    }

    private SharedWork(List<P> parts, Supplier<R> empty, Step<P, R> step) {
        this.parts = parts;
        this.empty = empty;
        this.step = step;
        this.open = new CountDownLatch(parts.size());
    }

    /**
     * Returns when all parts are done. Not to be interrupted: others may be reading what the caller is about to release.
     *
     * @return a result of each thread that took part, in no order
     * @throws IOException as a step has thrown it; errors and unchecked exceptions likewise
     */
    static <P, R> List<R> run(List<P> parts, Supplier<R> empty, Step<P, R> step) throws IOException {
        SharedWork<P, R> work = new SharedWork<>(parts, empty, step);
        int helpers = Math.min(Runtime.getRuntime().availableProcessors(), parts.size()) - 1;
        for (int i = 0; i < helpers; i++) {
            ForkJoinPool.commonPool().execute(work::takeParts);
        }
        work.takeParts();
        work.awaitOthers();
        Throwable failed = work.failure.get();
        if (failed instanceof IOException e) {
            throw e;
        } else if (failed instanceof RuntimeException e) {
            throw e;
        } else if (failed instanceof Error e) {
            throw e;
        }
        return List.copyOf(work.results);
    }

    /** Whoever comes when all parts are taken touches nothing. */
    private void takeParts() {
        R mine = null;
        for (int part = next.getAndIncrement(); part < parts.size(); part = next.getAndIncrement()) {
            try {
                if (mine == null) {
                    mine = empty.get();
                    results.add(mine);
                }
                if (failure.get() == null) {
                    step.take(parts.get(part), mine);
                }
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                open.countDown();
            }
        }
    }

    private void awaitOthers() {
        boolean interrupted = false;
        while (true) {
            try {
                open.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
