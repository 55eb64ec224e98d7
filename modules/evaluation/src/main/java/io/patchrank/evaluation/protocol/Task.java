package io.patchrank.evaluation.protocol;

import io.patchrank.evaluation.metrics.PositiveRanks;
import io.patchrank.evaluation.metrics.PrecisionRule;
import io.patchrank.evaluation.metrics.Relevance;
import io.patchrank.evaluation.metrics.RetrievalScores;
import java.util.Arrays;
import java.util.List;

/**
 * One figure of a dataset: some of its queries, what each should find, and how that is scored.
 *
 * @param name as papers name it: {@code easy}, {@code medium}, {@code hard}, {@code public}, {@code private},
 *     {@code all}
 * @param firstQuery the query that {@code relevance} begins with
 * @param relevance by query
 * @param depth places judged; the rest of a list counts as not found
 * @param setting how its shortlists are made
 */
public record Task(
        String name, int firstQuery, List<Relevance> relevance, PrecisionRule rule, int depth, Setting setting) {
    public Task {
        relevance = List.copyOf(relevance);
    }

    /** Whether {@code query} is one of this task's. */
    public boolean has(int query) {
        return query >= firstQuery && query < firstQuery + relevance.size();
    }

    /** What {@code query} should find. */
    public Relevance relevance(int query) {
        return relevance.get(query - firstQuery);
    }

    /**
     * Scores the list of one query of this task.
     *
     * @param ranking gallery rows, best first
     */
    public RetrievalScores score(int query, int[] ranking) {
        int[] judged = ranking.length <= depth ? ranking : Arrays.copyOf(ranking, depth);
        return RetrievalScores.of(PositiveRanks.of(judged, relevance(query)), rule, judged.length);
    }
}
