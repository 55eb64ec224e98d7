package io.patchrank.pipeline.flow;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.message.Priority;
import io.patchrank.pipeline.trace.RequestId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads of a stage behind one bounded queue in which the more urgent overtake the others. Each thread takes up to a batch of jobs
 * at once. A full queue answers {@code OVERLOADED}. Thread-safe.
 */
public final class PriorityWorkers<J> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PriorityWorkers.class);
    private static final Duration RETRY_AT_LEAST = Duration.ofMillis(20);

    private final String name;
    private final int capacity;
    private final int batch;
    private final Consumer<List<J>> handler;
    private final List<Thread> threads = new ArrayList<>();
    /** In the order of urgency. */
    private final Map<Priority, Deque<Job<J>>> waiting = new EnumMap<>(Priority.class);

    private volatile IntConsumer onBatch = size -> {};
    private boolean closed;
    private double smoothedJobMs;

    private record Job<J>(J work, Optional<String> requestId) {}

    /**
     * @param capacity jobs that may wait
     * @param handler answers each job of a batch itself, failures included; it must not throw
     */
    public PriorityWorkers(String name, int threadCount, int capacity, int batch, Consumer<List<J>> handler) {
        this.name = name;
        this.capacity = capacity;
        this.batch = batch;
        this.handler = handler;
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(this::work, "patchrank-" + name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    public synchronized void submit(Priority priority, J job) {
        if (closed) {
            throw new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, name, "the stage is stopping");
        }
        int before = size();
        if (before >= capacity) {
            long untilHalfEmpty = (long) (smoothedJobMs * before / 2 / threads.size());
            throw PatchrankException.overloaded(
                    name, Duration.ofMillis(Math.max(RETRY_AT_LEAST.toMillis(), untilHalfEmpty)));
        }
        waiting.computeIfAbsent(priority, p -> new ArrayDeque<>()).add(new Job<>(job, RequestId.current()));
        notifyAll();
    }

    private int size() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    private void work() {
        for (List<Job<J>> jobs = take(); !jobs.isEmpty(); jobs = take()) {
            List<J> batchOfJobs = jobs.stream().map(Job::work).toList();
            List<String> ids =
                    jobs.stream().flatMap(job -> job.requestId().stream()).toList();
            RequestId.during(ids, () -> work(batchOfJobs));
        }
    }

    private void work(List<J> jobs) {
        onBatch.accept(jobs.size());
        long start = System.nanoTime();
        try {
            handler.accept(jobs);
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a job's failure was not answered", name, e);
        }
        double millis = (System.nanoTime() - start) / 1e6;
        LOG.debug("{}: {} at once took {} ms", name, jobs.size(), (long) millis);
        note(millis / jobs.size());
    }

    private synchronized void note(double jobMs) {
        smoothedJobMs = smoothedJobMs == 0 ? jobMs : 0.9 * smoothedJobMs + 0.1 * jobMs;
    }

    /** Empty only once closed and drained. */
    private synchronized List<Job<J>> take() {
        while (size() == 0) {
            if (closed) {
                return List.of();
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
        List<Job<J>> jobs = new ArrayList<>(batch);
        for (Deque<Job<J>> lane : waiting.values()) {
            while (jobs.size() < batch && !lane.isEmpty()) {
                jobs.add(lane.remove());
            }
        }
        return jobs;
    }

    /** Jobs that wait. */
    public synchronized int waiting(Priority priority) {
        return waiting.getOrDefault(priority, new ArrayDeque<>()).size();
    }

    /** Jobs that may wait. */
    public int capacity() {
        return capacity;
    }

    public int threads() {
        return threads.size();
    }

    /** @param listener gets the number of jobs that a thread takes at once, on that thread */
    public void onBatch(IntConsumer listener) {
        onBatch = listener;
    }

    /** Takes no more jobs, finishes those waiting, ends the threads. Blocks. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
