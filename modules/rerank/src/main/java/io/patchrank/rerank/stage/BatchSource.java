package io.patchrank.rerank.stage;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;

/**
 * The demand-driven head of the stage: a batch is drawn only when the reader asks for one, so nothing is buffered. Runs
 * on whatever thread brings demand or work; at most one draws at a time.
 */
final class BatchSource {
    private final Supplier<Optional<Batch>> draw;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable FluxSink<Batch> sink;
    private volatile boolean completed;

    /** @param draw takes the next batch off the queue */
    BatchSource(Supplier<Optional<Batch>> draw) {
        this.draw = draw;
    }

    /** To be subscribed once. */
    Flux<Batch> flux() {
        return Flux.create(
                connected -> {
                    sink = connected;
                    connected.onRequest(demand -> wake());
                },
                OverflowStrategy.ERROR);
    }

    /** There may be work now. */
    void wake() {
        FluxSink<Batch> connected = sink;
        if (connected == null || wakes.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            emit(connected);
            seen = wakes.addAndGet(-seen);
        } while (seen != 0);
    }

    private void emit(FluxSink<Batch> connected) {
        while (!completed && connected.requestedFromDownstream() > 0) {
            Optional<Batch> batch = draw.get();
            if (batch.isEmpty()) {
                return;
            }
            connected.next(batch.get());
        }
        if (completed) {
            connected.complete();
        }
    }

    /** No batch follows; those under way finish. */
    void complete() {
        completed = true;
        wake();
    }
}
