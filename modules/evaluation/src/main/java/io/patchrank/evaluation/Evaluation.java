package io.patchrank.evaluation;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.metrics.PositiveRanks;
import io.patchrank.evaluation.metrics.RetrievalScores;
import io.patchrank.evaluation.truth.GroupTruth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges ranked lists by a ground truth. It knows nothing of how the lists came about. Immutable, any thread. */
public final class Evaluation {
    private final GroupTruth truth;

    public Evaluation(GroupTruth truth) {
        this.truth = truth;
    }

    /**
     * Scores every query of the ground truth.
     *
     * @param lists one entry for each image of each group; others are ignored
     * @param images number of images in the gallery, for the report
     * @param timings mean time of one query by stage, for the report; may be empty
     * @throws PatchrankException BAD_REQUEST when a query has no lists, naming it
     */
    public EvaluationReport evaluate(Collection<QueryLists> lists, int images, Map<String, Duration> timings) {
        Map<String, QueryLists> byQuery = new HashMap<>();
        lists.forEach(list -> byQuery.put(list.query(), list));
        List<QueryOutcome> outcomes = new ArrayList<>();
        truth.groups()
                .forEach((group, members) -> members.forEach(query -> {
                    QueryLists list = byQuery.get(query);
                    if (list == null) {
                        throw new PatchrankException(
                                ErrorCode.BAD_REQUEST,
                                query,
                                "no ranked list for this query of group \"" + group
                                        + "\"; is the image in the gallery?");
                    }
                    outcomes.add(outcome(group, members, list));
                }));
        return report(outcomes, images, timings);
    }

    private static QueryOutcome outcome(String group, List<String> members, QueryLists lists) {
        Set<String> positives = new HashSet<>(members);
        positives.remove(lists.query());
        BeforeAfter scores = new BeforeAfter(
                scores(lists.global(), positives, lists.query()), scores(lists.reranked(), positives, lists.query()));
        return new QueryOutcome(group, lists, positives, scores);
    }

    private static RetrievalScores scores(List<RankedImage> ranking, Set<String> positives, String query) {
        List<String> names = ranking.stream().map(RankedImage::name).toList();
        return RetrievalScores.of(PositiveRanks.of(names, positives, Set.of(query)));
    }

    private static EvaluationReport report(List<QueryOutcome> outcomes, int images, Map<String, Duration> timings) {
        Map<String, List<BeforeAfter>> byGroup = new LinkedHashMap<>();
        for (QueryOutcome outcome : outcomes) {
            byGroup.computeIfAbsent(outcome.group(), g -> new ArrayList<>()).add(outcome.scores());
        }
        Map<String, GroupScores> groups = new LinkedHashMap<>();
        byGroup.forEach(
                (name, scores) -> groups.put(name, new GroupScores(name, scores.size(), BeforeAfter.mean(scores))));
        BeforeAfter macro = BeforeAfter.mean(
                groups.values().stream().map(GroupScores::scores).toList());
        BeforeAfter mean =
                BeforeAfter.mean(outcomes.stream().map(QueryOutcome::scores).toList());
        return new EvaluationReport(images, macro, mean, List.copyOf(groups.values()), outcomes, timings);
    }
}
