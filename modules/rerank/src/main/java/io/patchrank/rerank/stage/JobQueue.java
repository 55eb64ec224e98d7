package io.patchrank.rerank.stage;

import io.patchrank.api.rerank.Reranker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Jobs with candidates not yet taken up, in rotation: every draw serves the jobs in turn, so a long shortlist does not
 * keep short ones waiting. Thread-safe.
 */
final class JobQueue {
    private final Deque<JobRun> rotation = new ArrayDeque<>();

    synchronized void add(JobRun run) {
        rotation.addLast(run);
    }

    synchronized void remove(JobRun run) {
        rotation.remove(run);
    }

    /** Candidates not yet taken up, of all jobs. */
    synchronized long pendingPairs() {
        return rotation.stream().mapToLong(JobRun::undrawn).sum();
    }

    /**
     * Up to {@code batchSize} pairs for the re-ranker of the job whose turn it is, in equal slices from all jobs that
     * use it, best candidates first. Empty when nothing is waiting.
     */
    synchronized Optional<Batch> draw(int batchSize, long now) {
        List<PairTask> tasks = new ArrayList<>(batchSize);
        while (tasks.isEmpty()) {
            rotation.removeIf(run -> run.undrawn() == 0);
            JobRun first = rotation.peekFirst();
            if (first == null) {
                return Optional.empty();
            }
            fill(tasks, sharing(first.job().reranker(), batchSize), batchSize, now);
        }
        return Optional.of(new Batch(tasks.getFirst().run().job().reranker(), List.copyOf(tasks), now));
    }

    private List<JobRun> sharing(Reranker reranker, int most) {
        return rotation.stream()
                .filter(run -> run.job().reranker() == reranker)
                .limit(most)
                .toList();
    }

    private void fill(List<PairTask> tasks, List<JobRun> served, int batchSize, long now) {
        int slice = batchSize / served.size();
        boolean drawn = true;
        while (drawn && tasks.size() < batchSize) {
            drawn = false;
            for (JobRun run : served) {
                drawn |= run.draw(Math.min(slice, batchSize - tasks.size()), now, tasks);
            }
        }
        rotation.removeAll(served);
        rotation.addAll(served);
    }
}
