package io.patchrank.pipeline.isolation;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.config.DataSize;
import io.patchrank.pipeline.trace.RequestId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One child, from its start to its end. Thread-safe. */
final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final Duration START_AT_MOST = Duration.ofMinutes(10);
    private static final Duration STOP_AT_MOST = Duration.ofSeconds(5);

    private final Process process;
    private final String name;
    private final FrameChannel<ToChild, FromChild> channel;
    private final Map<Long, CompletableFuture<Outcome>> calls = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final CompletableFuture<Optional<ModelInfo>> ready = new CompletableFuture<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private volatile @Nullable String killedSince;

    private ChildProcess(Process process, String name) {
        this.process = process;
        this.name = name;
        this.channel =
                new FrameChannel<>(ToChild.class, FromChild.class, process.getInputStream(), process.getOutputStream());
    }

    /**
     * Starts a child, and returns when it can work. Blocks.
     *
     * @throws PatchrankException what the child says is wrong; {@code STAGE_UNAVAILABLE} when it ends without a word
     */
    static ChildProcess start(ToChild.Assignment assignment, DataSize heap) {
        String name = assignment.stage().key();
        ChildProcess child;
        try {
            child = new ChildProcess(ChildCommand.of(assignment.stage(), heap).start(), name);
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.STAGE_UNAVAILABLE, name, "its child process cannot be started: " + e.getMessage(), e);
        }
        daemon("patchrank-" + name + "-answers", child::receive);
        daemon("patchrank-" + name + "-prints", child::logPrints);
        try {
            child.channel.send(assignment);
        } catch (IOException e) {
            // It has ended already; how, is found where its answers are read.
            LOG.debug("{}: takes no assignment", name, e);
        }
        child.awaitReady();
        return child;
    }

    private static void daemon(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }

    private void awaitReady() {
        try {
            ready.get(START_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            kill("it could not start");
            throw Failures.typed(e);
        } catch (TimeoutException e) {
            kill("it was not ready after " + START_AT_MOST.toMinutes() + " minutes");
            throw new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, name, "was not ready in time", e);
        } catch (InterruptedException e) {
            kill("nobody waits for it");
            Thread.currentThread().interrupt();
            throw new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, name, "interrupted while it started", e);
        }
    }

    /** The network that it has loaded; empty when it has none. */
    Optional<ModelInfo> model() {
        return ready.join();
    }

    long pid() {
        return process.pid();
    }

    /** Completes when the process is no more. */
    CompletableFuture<Ending> ended() {
        return ended;
    }

    /**
     * Has a task done. Blocks.
     *
     * @param limit after which the child is taken for stuck and killed
     * @param answered runs when the child has answered, be it with a failure
     * @return empty when the child had ended before it got the task, which then has no part in that
     * @throws ChildDied when it ended while it had the task
     * @throws PatchrankException the task's own failure
     */
    Optional<Outcome> call(Task task, Duration limit, Runnable answered) throws ChildDied {
        long id = ids.incrementAndGet();
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        calls.put(id, answer);
        try {
            channel.send(new ToChild.Call(id, RequestId.current(), task));
        } catch (IOException e) {
            calls.remove(id);
            awaitEnd(e);
            return Optional.empty();
        }
        if (ended.isDone()) {
            answer.completeExceptionally(new ChildDied(ended.join()));
        }
        try {
            Outcome outcome = await(answer, limit);
            answered.run();
            return Optional.of(outcome);
        } catch (PatchrankException e) {
            answered.run();
            throw e;
        } finally {
            calls.remove(id);
        }
    }

    /** It closes its side when it ends, and how it does is for it to tell. */
    private void awaitEnd(IOException failure) {
        try {
            if (!process.waitFor(STOP_AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
                kill("it takes no more work: " + failure.getMessage());
            }
            ended.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, name, "interrupted", e);
        }
    }

    private Outcome await(CompletableFuture<Outcome> answer, Duration limit) throws ChildDied {
        try {
            try {
                return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                kill("it had worked on one image for " + limit.toSeconds() + " s");
                return answer.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ChildDied died) {
                throw new ChildDied(died.ending());
            }
            throw Failures.typed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, name, "interrupted", e);
        }
    }

    /** Completes all that wait when the child has ended, however it has. */
    private void receive() {
        try {
            for (Optional<FromChild> next = channel.receive(); next.isPresent(); next = channel.receive()) {
                handle(next.get());
            }
        } catch (IOException | RuntimeException e) {
            kill("it answers nonsense: " + e.getMessage());
        }
        try {
            int exitCode = process.waitFor();
            Optional<Path> report =
                    Optional.of(ChildCommand.report(process.pid())).filter(Files::exists);
            Ending ending = Ending.of(process.pid(), exitCode, Optional.ofNullable(killedSince), report);
            ended.complete(ending);
            ready.completeExceptionally(
                    new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, name, ending.what() + " before it was ready"));
            calls.values().forEach(call -> call.completeExceptionally(new ChildDied(ending)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(FromChild message) {
        switch (message) {
            case FromChild.Ready now -> ready.complete(now.model());
            case FromChild.NotStarted not -> ready.completeExceptionally(Failures.fromJson(not.failure()));
            case FromChild.Answer answer ->
                Optional.ofNullable(calls.get(answer.id()))
                        .filter(call -> call.complete(answer.outcome()))
                        .ifPresentOrElse(call -> {}, () -> answer.outcome().release());
            case FromChild.Failed failed ->
                Optional.ofNullable(calls.get(failed.id()))
                        .ifPresent(call -> call.completeExceptionally(Failures.fromJson(failed.failure())));
            case FromChild.LogLine line -> log(line);
        }
    }

    private static void log(FromChild.LogLine line) {
        RequestId.during(
                line.requestIds().map(List::of).orElseGet(List::of), () -> LoggerFactory.getLogger(line.logger())
                        .atLevel(line.level())
                        .log("{}", line.message()));
    }

    /** What native libraries and the JVM print, a line each. */
    private void logPrints() {
        try (BufferedReader lines = process.errorReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The JVM frames what it says of its end.
                if (!line.isBlank() && !line.equals("#")) {
                    LOG.warn("{}: child process {} prints: {}", name, process.pid(), line);
                }
            }
        } catch (IOException e) {
            LOG.debug("{}: its prints end", name, e);
        }
    }

    private void kill(String since) {
        if (killedSince == null && process.isAlive()) {
            killedSince = since;
        }
        process.toHandle().destroyForcibly();
    }

    /** Lets it end; blocks until it has. */
    void stop() {
        killedSince = "it is not needed any more";
        try {
            channel.end();
        } catch (IOException e) {
            LOG.debug("{}: had ended already", name, e);
        }
        try {
            if (!process.waitFor(STOP_AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
                process.toHandle().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.toHandle().destroyForcibly();
        }
    }
}
