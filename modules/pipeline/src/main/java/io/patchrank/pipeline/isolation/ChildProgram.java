package io.patchrank.pipeline.isolation;

import io.patchrank.api.bus.Failures;
import io.patchrank.pipeline.trace.RequestId;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The program of a child process. Takes its assignment and its work from standard input, answers through descriptor
 * {@value #ANSWERS}, and ends when its input does: when the parent says so, or is no more.
 */
final class ChildProgram {
    /** Not standard output: native libraries and the JVM itself may print there. */
    static final int ANSWERS = 3;

    private static final int NOT_STARTED = 5;

    private final FrameChannel<FromChild, ToChild> parent;
    /** A thread for each call: there are as many at once as the parent has workers, and they stay. */
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.DAYS, new SynchronousQueue<>());

    private ChildProgram(FrameChannel<FromChild, ToChild> parent) {
        this.parent = parent;
    }

    public static void main(String[] args) throws IOException {
        FrameChannel<FromChild, ToChild> parent = new FrameChannel<>(
                FromChild.class,
                ToChild.class,
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream("/dev/fd/" + ANSWERS));
        Optional<ToChild> first = parent.receive();
        if (first.isPresent() && first.get() instanceof ToChild.Assignment assignment) {
            ForwardingLog.to(assignment.log(), line -> tell(parent, line));
            new ChildProgram(parent).run(assignment);
        }
        halt(0);
    }

    /** Native code may still be running, which an orderly end would wait for. */
    private static void halt(int code) {
        Runtime.getRuntime().halt(code);
    }

    private static void tell(FrameChannel<FromChild, ToChild> parent, FromChild message) {
        try {
            parent.send(message);
        } catch (IOException e) {
            // Nobody is there to answer.
            halt(0);
        }
    }

    private void run(ToChild.Assignment assignment) throws IOException {
        Optional<ChildWork> work = start(assignment);
        if (work.isEmpty()) {
            halt(NOT_STARTED);
        }
        tell(parent, new FromChild.Ready(work.orElseThrow().model()));
        for (Optional<ToChild> next = parent.receive(); next.isPresent(); next = parent.receive()) {
            if (next.get() instanceof ToChild.Call call) {
                threads.execute(() -> answer(work.orElseThrow(), call));
            }
        }
    }

    private Optional<ChildWork> start(ToChild.Assignment assignment) {
        try {
            return Optional.of(ChildWork.of(assignment));
        } catch (Exception | LinkageError e) {
            tell(parent, new FromChild.NotStarted(Failures.toJson(Failures.typed(e))));
            return Optional.empty();
        }
    }

    private void answer(ChildWork work, ToChild.Call call) {
        RequestId.during(call.requestIds().map(List::of).orElseGet(List::of), () -> {
            try {
                Outcome outcome = work.run(call.task());
                try {
                    tell(parent, new FromChild.Answer(call.id(), outcome));
                } finally {
                    outcome.release();
                }
            } catch (RuntimeException | Error e) {
                tell(parent, new FromChild.Failed(call.id(), Failures.toJson(Failures.typed(e))));
            } finally {
                call.task().release();
            }
        });
    }
}
