package io.patchrank.pipeline.isolation;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.config.IsolationConfig;
import io.patchrank.pipeline.config.NativeSettings;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.flow.Interruptions;
import io.patchrank.pipeline.message.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A child that is started again whenever it ends, after a pause that doubles as long as it answers nothing in between.
 *
 * <p>Whatever it had in hand is under suspicion then, and is tried a second time, each piece of work alone: who ends it
 * again is refused with {@code NATIVE_CRASH}, all others are not blamed. Deaths by somebody else's {@code kill -9} count
 * only when they come again and again. Thread-safe; the callers' threads block.
 */
public final class IsolatedChild implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IsolatedChild.class);
    private static final int TRIES = 2;
    /** Of a picture that takes all memory the system says no more than that it has killed the process. */
    private static final int DEATHS_AT_MOST = 6;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final ToChild.Assignment assignment;
    private final IsolationConfig isolation;
    private final Duration patience;
    private final Interruptions interruptions;
    /** Shared by all that work side by side; a suspect has it for itself. Fair, so that suspects get their turn. */
    private final ReentrantReadWriteLock sides = new ReentrantReadWriteLock(true);

    private @Nullable ChildProcess child;
    private boolean closed;
    private int deathsInARow;

    private IsolatedChild(
            ToChild.Assignment assignment, IsolationConfig isolation, Duration patience, Interruptions interruptions) {
        this.assignment = assignment;
        this.isolation = isolation;
        this.patience = patience;
        this.interruptions = interruptions;
    }

    /**
     * Starts the child of a stage. Blocks until it can work.
     *
     * @param parts what it works with
     * @throws PatchrankException what keeps it from starting
     */
    public static IsolatedChild start(
            Stage stage, Class<? extends NativeParts> parts, PatchrankConfig config, Interruptions interruptions) {
        ToChild.Assignment assignment =
                new ToChild.Assignment(stage, parts.getName(), NativeSettings.of(config), leastOfOurs());
        IsolatedChild kept =
                new IsolatedChild(assignment, config.isolation(), config.bus().requestTimeout(), interruptions);
        ChildProcess first = ChildProcess.start(assignment, config.isolation().heap());
        kept.use(first);
        Thread.ofPlatform().daemon().name("patchrank-" + stage.key() + "-child").start(() -> kept.keep(first));
        return kept;
    }

    private static Level leastOfOurs() {
        Logger ours = LoggerFactory.getLogger("io.patchrank");
        Level least = Level.ERROR;
        for (Level level : Level.values()) {
            if (ours.isEnabledForLevel(level)) {
                least = level;
            }
        }
        return least;
    }

    /** The network that the child has loaded, with its device. */
    public Optional<ModelInfo> model() {
        return first().model();
    }

    private synchronized ChildProcess first() {
        if (child == null) {
            throw new IllegalStateException("it has not started");
        }
        return child;
    }

    /** The child as it is now; empty when it is being started again. For tests and people. */
    public synchronized Optional<Long> pid() {
        return Optional.ofNullable(child)
                .filter(current -> !current.ended().isDone())
                .map(ChildProcess::pid);
    }

    /** Twice, the second time alone. */
    Outcome run(Task task, Urgency urgency, String subject) {
        try {
            return sideBySide(task, 1, urgency, subject);
        } catch (ChildDied died) {
            return suspected(task, urgency, subject, died.ending());
        }
    }

    /** Once, together with others. */
    Outcome sideBySide(Task task, int images, Urgency urgency, String subject) throws ChildDied {
        return locked(sides.readLock(), task, images, urgency, subject);
    }

    /** Alone, after the child has ended while it had the task. */
    Outcome suspected(Task task, Urgency urgency, String subject, Ending first) {
        Ending last = first;
        int tries = first.fromOutside() ? 0 : 1;
        for (int deaths = 1; tries < TRIES && deaths < DEATHS_AT_MOST; deaths++) {
            try {
                return locked(sides.writeLock(), task, 1, urgency, subject);
            } catch (ChildDied died) {
                last = died.ending();
                tries += last.fromOutside() ? 0 : 1;
            }
        }
        interruptions.blamed();
        LOG.warn(
                "{}: refused, since it has ended the child process of {} again",
                subject,
                assignment.stage().key());
        throw new PatchrankException(
                ErrorCode.NATIVE_CRASH,
                subject,
                "native code does not survive this image (" + last.what() + "); save it anew with another program");
    }

    private Outcome locked(Lock lock, Task task, int images, Urgency urgency, String subject) throws ChildDied {
        try {
            Duration most = left(urgency).orElse(FOR_EVER);
            if (!lock.tryLock(most.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Urgency.tooLate(subject);
            }
            try {
                return call(task, images, urgency, subject);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted");
        }
    }

    private Outcome call(Task task, int images, Urgency urgency, String subject)
            throws ChildDied, InterruptedException {
        Duration limit = isolation.imageTimeout().multipliedBy(images);
        Optional<Outcome> outcome = Optional.empty();
        while (outcome.isEmpty()) {
            outcome = living(urgency, subject).call(task, limit, this::lives);
        }
        return outcome.get();
    }

    /** It has answered, if only that a picture is at fault. */
    private synchronized void lives() {
        deathsInARow = 0;
    }

    /** The child, waited for while it is started again. */
    private synchronized ChildProcess living(Urgency urgency, String subject) throws InterruptedException {
        long until = System.nanoTime() + left(urgency).orElse(patience).toNanos();
        while (child == null || child.ended().isDone()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (closed || (millis <= 0 && urgency.deadline().isEmpty())) {
                throw unavailable("its child process is down, and being started again");
            }
            if (millis <= 0) {
                break;
            }
            wait(millis);
        }
        if (urgency.expired() || child == null) {
            throw Urgency.tooLate(subject);
        }
        return child;
    }

    private static Optional<Duration> left(Urgency urgency) {
        return urgency.deadline().map(deadline -> Duration.between(Instant.now(), deadline));
    }

    private PatchrankException unavailable(String reason) {
        return new PatchrankException(
                ErrorCode.STAGE_UNAVAILABLE, assignment.stage().key(), reason);
    }

    private synchronized void use(ChildProcess fresh) {
        child = fresh;
        notifyAll();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** On a thread of its own, until closed. */
    private void keep(ChildProcess first) {
        Optional<ModelInfo> model = first.model();
        ChildProcess current = first;
        while (true) {
            Ending ending = current.ended().join();
            if (isClosed()) {
                return;
            }
            interruptions.began(ending.what());
            LOG.warn("{}: {}; it is started again", assignment.stage().key(), ending.what());
            Optional<ChildProcess> next = startAgain(model);
            if (next.isEmpty()) {
                return;
            }
            current = next.get();
            interruptions.ended();
            LOG.info("{}: child process {} works", assignment.stage().key(), current.pid());
        }
    }

    /** Empty when it was closed meanwhile. */
    private Optional<ChildProcess> startAgain(Optional<ModelInfo> model) {
        while (!pauseOrClosed()) {
            try {
                ChildProcess fresh = ChildProcess.start(assignment, isolation.heap());
                if (!fresh.model().equals(model)) {
                    fresh.stop();
                    throw new PatchrankException(
                            ErrorCode.MODEL_MISMATCH,
                            assignment.stage().key(),
                            "the weights have changed meanwhile; restart the process");
                }
                use(fresh);
                if (isClosed()) {
                    fresh.stop();
                }
                return Optional.of(fresh);
            } catch (PatchrankException e) {
                interruptions.began("its child process does not start: " + e.getMessage());
                LOG.warn(
                        "{}: its child process does not start: {}",
                        assignment.stage().key(),
                        e.reason());
            }
        }
        return Optional.empty();
    }

    /** The first start again is at once. */
    private synchronized boolean pauseOrClosed() {
        int before = deathsInARow++;
        Duration pause = before == 0 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << Math.min(before - 1, 10));
        long until = System.nanoTime() + (pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE).toNanos();
        try {
            for (long left = until - System.nanoTime(); left > 0 && !closed; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
        return closed;
    }

    /** Ends the child. Blocks. */
    @Override
    public void close() {
        ChildProcess last;
        synchronized (this) {
            closed = true;
            last = child;
            notifyAll();
        }
        if (last != null) {
            last.stop();
        }
    }
}
