package io.patchrank.rerank.stage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * A job from subscription to its last order. Thread-safe: scorers settle candidates, a timer ends it, the subscriber
 * cancels it. Orders are emitted one after the other, each knowing at least what the one before knew, on the thread
 * that brought the news and outside the lock.
 */
final class JobRun {
    private final RerankJob job;
    private final FluxSink<RankedOrder> sink;
    private final Optional<Duration> interval;
    private final LongSupplier clock;
    private final Consumer<JobRun> onOver;
    private final long acceptedAt;
    private final AtomicInteger news = new AtomicInteger();
    private final int toScore;

    // Guarded by this
    private final Occupation occupation = new Occupation();
    private final @Nullable PairOutcome[] outcomes;
    private int next;
    private int settled;
    private long waitNanos;
    private boolean expired;
    private boolean improved;
    private long improvedAt;
    private boolean over;

    /**
     * @param interval between orders before the last at least; empty when those are not wanted
     * @param onOver called once when the job has ended in any way
     */
    JobRun(
            RerankJob job,
            FluxSink<RankedOrder> sink,
            Optional<Duration> interval,
            LongSupplier clock,
            Consumer<JobRun> onOver) {
        this.job = job;
        this.sink = sink;
        this.interval = interval;
        this.clock = clock;
        this.onOver = onOver;
        this.acceptedAt = clock.getAsLong();
        this.outcomes = new @Nullable PairOutcome[job.shortlist().size()];
        this.toScore = job.reranker().descriptorCount() == 0 ? 0 : outcomes.length;
    }

    RerankJob job() {
        return job;
    }

    synchronized boolean isRunning() {
        return !over;
    }

    /** Candidates that no batch has taken up yet. */
    synchronized int undrawn() {
        return over ? 0 : toScore - next;
    }

    /** Moves up to {@code most} candidates, best first, into {@code tasks}; false if there were none. */
    synchronized boolean draw(int most, long now, List<PairTask> tasks) {
        int count = Math.min(most, undrawn());
        if (count > 0 && next == 0) {
            waitNanos = now - acceptedAt;
        }
        for (int i = 0; i < count; i++) {
            tasks.add(new PairTask(this, next++));
        }
        return count > 0;
    }

    /** So many more batches of it are read from now on; negative for fewer. */
    synchronized void reads(int more) {
        occupation.reads(more, System.nanoTime());
    }

    /** So many more batches of it are scored from now on; negative for fewer. */
    synchronized void scorings(int more) {
        occupation.scorings(more, System.nanoTime());
    }

    /** What became of some candidates, by position. */
    void settle(Map<Integer, PairOutcome> results) {
        synchronized (this) {
            results.forEach((position, outcome) -> outcomes[position] = outcome);
            settled += results.size();
        }
        emit();
    }

    /** The deadline has come: the next order is the last. */
    void expire() {
        synchronized (this) {
            expired = true;
        }
        emit();
    }

    /** Emits the order as it is known now; the last one when nothing is left to wait for. */
    void emit() {
        if (news.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            emitLatest();
            seen = news.addAndGet(-seen);
        } while (seen != 0);
    }

    private void emitLatest() {
        ShortlistProgress progress;
        RerankTimings timings;
        RankedOrder.State state;
        synchronized (this) {
            if (over) {
                return;
            }
            if (settled == toScore) {
                state = RankedOrder.State.COMPLETE;
            } else if (expired) {
                state = RankedOrder.State.PARTIAL;
            } else if (isTimeForNextOrder()) {
                state = RankedOrder.State.IMPROVING;
            } else {
                return;
            }
            progress = new ShortlistProgress(job, outcomes);
            timings = timings();
        }
        try {
            progress.totalFailure().ifPresent(failure -> {
                throw failure;
            });
            RankedOrder order = progress.order(state, timings);
            if (!order.last()) {
                sink.next(order);
            } else if (end()) {
                sink.next(order);
                sink.complete();
            }
        } catch (PatchrankException e) {
            fail(e);
        } catch (RuntimeException e) {
            String name = job.reranker().name();
            fail(new PatchrankException(ErrorCode.INTERNAL, name, "combining the scores failed: " + e, e));
        }
    }

    private boolean isTimeForNextOrder() {
        long now = clock.getAsLong();
        boolean due = interval.isPresent()
                && (!improved || now - improvedAt >= interval.get().toNanos());
        if (due) {
            improved = true;
            improvedAt = now;
        }
        return due;
    }

    private RerankTimings timings() {
        long total = clock.getAsLong() - acceptedAt;
        long now = System.nanoTime();
        return new RerankTimings(
                Duration.ofNanos(next == 0 ? total : waitNanos),
                Duration.ofNanos(occupation.reading(now)),
                Duration.ofNanos(occupation.scoring(now)),
                Duration.ofNanos(total));
    }

    /** Ends the job with an error, unless it has ended. */
    void fail(PatchrankException failure) {
        if (end()) {
            sink.error(failure);
        }
    }

    /** Ends the job: no candidate of it is read or scored any more. False if it had ended before. */
    boolean end() {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
        }
        onOver.accept(this);
        return true;
    }
}
