package io.patchrank.storage;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread that runs tasks in order. It is never interrupted, since an interrupt closes the channel that the
 * thread is writing to.
 */
final class SerialWorker implements AutoCloseable {
    private final ExecutorService executor;

    SerialWorker(String threadName) {
        this.executor = Executors.newSingleThreadExecutor(
                task -> Thread.ofPlatform().name(threadName).daemon().unstarted(task));
    }

    /** @throws IllegalStateException after {@link #close()} */
    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the storage is closed", e);
        }
    }

    /** Takes no more tasks and waits for those it has, also when the caller is interrupted. */
    @Override
    public void close() {
        executor.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
