package io.patchrank.rerank.stage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The jobs accepted and not ended: bounds their number, and knows when the last is done. Thread-safe. */
final class ActiveJobs {
    private final int most;
    private final Supplier<Duration> retryAfter;
    private final Set<JobRun> runs = new HashSet<>();
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private boolean stopping;

    /** @param retryAfter how long a refused job should wait */
    ActiveJobs(int most, Supplier<Duration> retryAfter) {
        this.most = most;
        this.retryAfter = retryAfter;
    }

    /** Errors: {@code OVERLOADED}, {@code STAGE_UNAVAILABLE}. */
    void enter(JobRun run) {
        synchronized (this) {
            if (stopping) {
                throw unavailable();
            }
            if (runs.size() < most) {
                runs.add(run);
                return;
            }
        }
        throw PatchrankException.overloaded("rerank", retryAfter.get());
    }

    void leave(JobRun run) {
        boolean last;
        synchronized (this) {
            last = runs.remove(run) && runs.isEmpty() && stopping;
        }
        if (last) {
            drained.tryEmitEmpty();
        }
    }

    synchronized int size() {
        return runs.size();
    }

    /** Refuses new jobs from now on; completes when those accepted have ended. */
    Mono<Void> drain() {
        boolean idle;
        synchronized (this) {
            stopping = true;
            idle = runs.isEmpty();
        }
        if (idle) {
            drained.tryEmitEmpty();
        }
        return drained.asMono();
    }

    /** Ends all jobs with {@code STAGE_UNAVAILABLE}. */
    void failAll() {
        List<JobRun> all;
        synchronized (this) {
            all = List.copyOf(runs);
        }
        all.forEach(run -> run.fail(unavailable()));
    }

    private static PatchrankException unavailable() {
        return new PatchrankException(
                ErrorCode.STAGE_UNAVAILABLE, "rerank", "the stage is stopping; ask again once it is back");
    }
}
