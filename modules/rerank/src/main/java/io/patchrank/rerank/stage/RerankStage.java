package io.patchrank.rerank.stage;

import io.patchrank.api.error.PatchrankException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Re-ranks shortlists of many concurrent queries. One pipeline serves all jobs:
 *
 * <pre>
 *   jobs in rotation ─▶ batch ─▶ read locals ─▶ score ─▶ settle ─▶ orders to each subscriber
 *                        ▲        readAhead      scorers
 *                        └── demand: a batch is drawn when a reader is free, and a reader is free
 *                            when the scorer has taken its batch
 * </pre>
 *
 * <p>Threads: {@link #submit} never blocks and may be subscribed on an event loop. Local descriptors are read on
 * {@code rerank-read} threads, pairs are scored on {@code rerank-score} threads, deadlines end on Reactor's parallel
 * scheduler. Orders arrive on the thread that brought the news (for a job that needs no scoring, the subscriber's own);
 * a subscriber that takes long must {@code publishOn} elsewhere.
 *
 * <p>Thread-safe.
 */
public final class RerankStage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RerankStage.class);

    private static final int LEAST_SHARED = 4;

    private final RerankStageOptions options;
    private final Scheduler timer;
    private final ExecutorService readers;
    private final ExecutorService scorers;
    private final BatchReader reader;
    private final BatchScorer scorer = new BatchScorer();
    private final JobQueue queue = new JobQueue();
    private final ServiceRate rate = new ServiceRate();
    private final ActiveJobs active;
    private final BatchSource batches;
    private final Sinks.Empty<Void> finished = Sinks.empty();
    private final Sinks.One<Throwable> broken = Sinks.one();

    public RerankStage(LocalsSource source, RerankStageOptions options) {
        this(source, options, Schedulers.parallel());
    }

    /** @param timer ends deadlines and tells the time */
    RerankStage(LocalsSource source, RerankStageOptions options, Scheduler timer) {
        this.options = options;
        this.timer = timer;
        this.reader = new BatchReader(source);
        this.readers = workers("rerank-read", options.readAhead());
        this.scorers = workers("rerank-score", options.scorers());
        this.active = new ActiveJobs(options.maxWaitingJobs(), () -> rate.timeFor(queue.pendingPairs()));
        this.batches = new BatchSource(() -> queue.draw(batchSize(), now()));
        connect();
    }

    /**
     * Half of each scorer's share of what is waiting, so that they end together whoever is faster; small batches cost more
     * than the rest. A single scorer, as of a GPU, waits for nobody.
     */
    private int batchSize() {
        int most = options.batchSize();
        if (options.scorers() == 1) {
            return most;
        }
        long share = Math.ceilDiv(queue.pendingPairs(), 2L * options.scorers());
        return (int) Math.clamp(share, Math.min(LEAST_SHARED, most), most);
    }

    /** A fixed pool: torch keeps its thread settings by thread, so threads must not come and go. */
    private static ExecutorService workers(String name, int threads) {
        return Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    private void connect() {
        Scheduler reading = Schedulers.fromExecutorService(readers);
        Scheduler scoring = Schedulers.fromExecutorService(scorers);
        batches.flux()
                .flatMap(
                        batch -> Mono.fromCallable(() -> batch.logged(() -> reader.read(batch)))
                                .subscribeOn(reading),
                        options.readAhead(),
                        1)
                .flatMap(
                        loaded -> Mono.fromCallable(() -> loaded.batch().logged(() -> score(loaded)))
                                .subscribeOn(scoring),
                        options.scorers(),
                        1)
                .doFinally(signal -> freeThreads())
                .subscribe(scored -> {}, this::broken);
    }

    /** Not Scheduler.dispose(), which interrupts: an interrupted read closes its file for all others. */
    private void freeThreads() {
        readers.shutdown();
        scorers.shutdown();
        finished.tryEmitEmpty();
    }

    private void broken(Throwable failure) {
        LOG.error("the re-rank stage has failed and takes no more jobs; restart it", failure);
        close();
        broken.tryEmitValue(failure);
    }

    /** Why the stage takes no more jobs although nobody has stopped it; never emits, as long as all is well. */
    public Mono<Throwable> failure() {
        return broken.asMono();
    }

    private Batch score(LoadedBatch loaded) {
        scorer.score(loaded);
        Batch batch = loaded.batch();
        rate.finished(batch.tasks().size(), batch.drawnAt(), now());
        return batch;
    }

    /**
     * Re-ranks one shortlist. Each subscription is a job of its own; nothing is read before the first request. Emits an
     * improved order after every micro-batch that scored candidates of it (a subscriber that asks for less gets the
     * newest and skips those between), then the last one, {@code COMPLETE} or, when the deadline ended, {@code PARTIAL}.
     * Cancelling frees the work. A candidate that cannot be read or scored keeps its global place and carries its error.
     *
     * <p>Errors: {@code OVERLOADED} with a retry-after when {@code maxWaitingJobs} are waiting,
     * {@code STAGE_UNAVAILABLE} once {@link #stop} was called, the first candidate's error when all candidates fail.
     */
    public Flux<RankedOrder> submit(RerankJob job) {
        return submit(job, Duration.ZERO);
    }

    /**
     * The same with fewer orders in between, for long shortlists: each costs the ranking of all candidates.
     *
     * @param interval from one improved order to the next at least; the last order does not wait
     */
    public Flux<RankedOrder> submit(RerankJob job, Duration interval) {
        return Flux.create(sink -> accept(job, sink, Optional.of(interval)), OverflowStrategy.LATEST);
    }

    /** The last order that {@link #submit} would give, without the work of ranking those before. */
    public Mono<RankedOrder> rank(RerankJob job) {
        return Flux.<RankedOrder>create(sink -> accept(job, sink, Optional.empty()), OverflowStrategy.LATEST)
                .single();
    }

    private void accept(RerankJob job, FluxSink<RankedOrder> sink, Optional<Duration> interval) {
        JobRun run = new JobRun(job, sink, interval, this::now, this::over);
        try {
            active.enter(run);
        } catch (PatchrankException refused) {
            sink.error(refused);
            return;
        }
        Disposable deadline = job.deadline().map(time -> expireAfter(time, run)).orElseGet(Disposables::disposed);
        sink.onDispose(() -> {
            deadline.dispose();
            run.end();
        });
        AtomicBoolean started = new AtomicBoolean();
        sink.onRequest(demand -> {
            if (started.compareAndSet(false, true)) {
                start(run);
            }
        });
    }

    private Disposable expireAfter(Duration time, JobRun run) {
        return timer.schedule(run::expire, TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
    }

    private void start(JobRun run) {
        if (run.undrawn() == 0) {
            run.emit();
        } else {
            queue.add(run);
            if (!run.isRunning()) {
                queue.remove(run);
            }
            batches.wake();
        }
    }

    private void over(JobRun run) {
        queue.remove(run);
        active.leave(run);
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    /** Jobs accepted and not ended. */
    public int activeJobs() {
        return active.size();
    }

    /** Refuses new jobs, lets those accepted end, then frees the threads. To be subscribed; may be so repeatedly. */
    public Mono<Void> stop() {
        return Mono.defer(active::drain)
                .then(Mono.fromRunnable(batches::complete))
                .then(finished.asMono());
    }

    /** Stops at once: jobs still waiting end with {@code STAGE_UNAVAILABLE}; batches under way finish unheard. */
    @Override
    public void close() {
        active.drain();
        active.failAll();
        batches.complete();
    }
}
