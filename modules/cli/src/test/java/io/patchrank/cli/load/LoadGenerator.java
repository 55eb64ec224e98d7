package io.patchrank.cli.load;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Sends searches, each from a virtual thread, to its targets in turn. */
final class LoadGenerator implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Target> targets;
    private final IntFunction<JsonObject> queries;
    private final AtomicInteger next = new AtomicInteger();

    /** @param queries the one of a number */
    LoadGenerator(List<Target> targets, IntFunction<JsonObject> queries) {
        this.targets = List.copyOf(targets);
        this.queries = queries;
    }

    /** Closed loop: each of so many callers sends its next request when it has the answer to the last. */
    Answers closed(int callers, int count) throws InterruptedException, ExecutionException {
        AtomicInteger left = new AtomicInteger(count);
        List<Future<List<Answers.Answer>>> running = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            running.add(threads.submit(() -> {
                List<Answers.Answer> answers = new ArrayList<>();
                while (left.getAndDecrement() > 0) {
                    answers.add(send(next.getAndIncrement(), System.nanoTime()));
                }
                return answers;
            }));
        }
        List<Answers.Answer> all = new ArrayList<>();
        for (Future<List<Answers.Answer>> caller : running) {
            all.addAll(caller.get());
        }
        return new Answers(all);
    }

    /**
     * Open loop: requests are sent when they are due, whatever has become of those before. Each is measured from when it
     * was due.
     */
    Answers open(double perSecond, int count) throws InterruptedException, ExecutionException {
        List<Future<Answers.Answer>> sent = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int number = next.getAndIncrement();
            long due = start + (long) (i / perSecond * 1e9);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            sent.add(threads.submit(() -> send(number, due)));
        }
        List<Answers.Answer> all = new ArrayList<>();
        for (Future<Answers.Answer> answer : sent) {
            all.add(answer.get());
        }
        return new Answers(all);
    }

    private Answers.Answer send(int number, long due) throws InterruptedException {
        Target.Outcome outcome = targets.get(number % targets.size()).search(queries.apply(number));
        return new Answers.Answer(outcome, (System.nanoTime() - due) / 1e6);
    }

    @Override
    public void close() {
        threads.close();
    }
}
