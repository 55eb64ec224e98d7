package io.patchrank.rerank.stage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.Pair;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scores a loaded batch and tells each job what became of its candidates. Runs on a scorer thread and blocks it. */
final class BatchScorer {
    private static final Logger LOG = LoggerFactory.getLogger(BatchScorer.class);

    /** Never throws: a scorer that dies would leave all jobs waiting. */
    void score(LoadedBatch loaded) {
        long start = System.nanoTime();
        Set<JobRun> runs = loaded.batch().runs();
        runs.forEach(run -> run.scorings(1));
        Reranker reranker = loaded.batch().reranker();
        Map<PairTask, PairOutcome> outcomes = new HashMap<>();
        List<PairTask> readable = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (PairTask task : loaded.batch().tasks()) {
            LocalDescriptors locals = loaded.locals().get(task.key());
            PatchrankException failure = loaded.failures().get(task.key());
            if (!task.run().isRunning()) {
                continue;
            }
            if (locals != null) {
                readable.add(task);
                pairs.add(new Pair(task.run().job().query(), locals, Optional.of(task.key())));
            } else if (failure != null) {
                outcomes.put(task, new PairOutcome.Failed(failure));
            }
        }
        if (!pairs.isEmpty()) {
            try {
                scoreAll(reranker, readable, pairs, outcomes);
            } catch (Throwable e) {
                LOG.debug("scoring {} pairs failed, scoring them one by one", pairs.size(), e);
                scoreEach(reranker, readable, pairs, outcomes);
            }
        }
        runs.forEach(run -> run.scorings(-1));
        LOG.debug(
                "{} pairs scored by {} in {} ms",
                pairs.size(),
                reranker.name(),
                (System.nanoTime() - start) / 1_000_000);
        settle(outcomes);
    }

    private static void scoreAll(
            Reranker reranker, List<PairTask> tasks, List<Pair> pairs, Map<PairTask, PairOutcome> outcomes) {
        List<PairScore> scores = reranker.score(pairs);
        if (scores.size() != pairs.size()) {
            throw new IllegalStateException(
                    reranker.name() + " gave " + scores.size() + " scores for " + pairs.size() + " pairs");
        }
        for (int i = 0; i < scores.size(); i++) {
            outcomes.put(tasks.get(i), outcome(reranker, tasks.get(i), scores.get(i)));
        }
    }

    private static void scoreEach(
            Reranker reranker, List<PairTask> tasks, List<Pair> pairs, Map<PairTask, PairOutcome> outcomes) {
        for (int i = 0; i < tasks.size(); i++) {
            PairTask task = tasks.get(i);
            try {
                scoreAll(reranker, List.of(task), List.of(pairs.get(i)), outcomes);
            } catch (Throwable e) {
                outcomes.put(task, new PairOutcome.Failed(PairOutcome.typed(task.key(), e)));
            }
        }
    }

    private static PairOutcome outcome(Reranker reranker, PairTask task, PairScore score) {
        if (Float.isFinite(score.raw())) {
            return new PairOutcome.Scored(score);
        }
        return new PairOutcome.Failed(new PatchrankException(
                ErrorCode.INTERNAL,
                task.key().toString(),
                reranker.name() + " gave " + score.raw() + "; check the image's stored descriptors"));
    }

    private static void settle(Map<PairTask, PairOutcome> outcomes) {
        Map<JobRun, Map<Integer, PairOutcome>> byRun = new LinkedHashMap<>();
        outcomes.forEach((task, outcome) ->
                byRun.computeIfAbsent(task.run(), run -> new HashMap<>()).put(task.position(), outcome));
        byRun.forEach(JobRun::settle);
    }
}
