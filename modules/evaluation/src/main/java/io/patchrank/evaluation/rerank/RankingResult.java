package io.patchrank.evaluation.rerank;

import io.patchrank.evaluation.metrics.RetrievalScores;
import io.patchrank.evaluation.protocol.Protocol;
import io.patchrank.evaluation.protocol.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * One ranking of all queries, judged: scores of each query under each task. Immutable.
 *
 * @param protocol what was measured
 * @param byTask name of the task → scores of its queries, the first being its first query
 */
public record RankingResult(Protocol protocol, Map<String, List<RetrievalScores>> byTask) {
    public RankingResult {
        byTask = Map.copyOf(byTask);
    }

    /** Gives the ranking of one query under one task: gallery rows, best first. */
    @FunctionalInterface
    interface Rankings {
        int[] of(Task task, int query);
    }

    static RankingResult of(Protocol protocol, Rankings rankings) {
        Map<String, List<RetrievalScores>> byTask = new LinkedHashMap<>();
        for (Task task : protocol.tasks()) {
            List<RetrievalScores> scores = new ArrayList<>();
            for (int i = 0; i < task.relevance().size(); i++) {
                int query = task.firstQuery() + i;
                scores.add(task.score(query, rankings.of(task, query)));
            }
            byTask.put(task.name(), scores);
        }
        return new RankingResult(protocol, byTask);
    }

    /** Scores of one query; {@code NaN} when the task does not have it. */
    public RetrievalScores of(Task task, int query) {
        return task.has(query) ? scores(task).get(query - task.firstQuery()) : RetrievalScores.mean(List.of());
    }

    /** The mean over all queries, by task in the protocol's order. */
    public Map<String, RetrievalScores> means() {
        return means(query -> true);
    }

    /** The mean over some queries. */
    public Map<String, RetrievalScores> means(IntPredicate queries) {
        Map<String, RetrievalScores> means = new LinkedHashMap<>();
        for (Task task : protocol.tasks()) {
            List<RetrievalScores> some = new ArrayList<>();
            for (int i = 0; i < scores(task).size(); i++) {
                if (queries.test(task.firstQuery() + i)) {
                    some.add(scores(task).get(i));
                }
            }
            means.put(task.name(), RetrievalScores.mean(some));
        }
        return means;
    }

    /** The figure by which rankings are compared, over all queries. */
    public double mainFigure() {
        return protocol.mainFigure(means());
    }

    private List<RetrievalScores> scores(Task task) {
        return byTask.getOrDefault(task.name(), List.of());
    }
}
