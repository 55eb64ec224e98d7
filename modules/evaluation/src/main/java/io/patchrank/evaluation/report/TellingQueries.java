package io.patchrank.evaluation.report;

import io.patchrank.evaluation.EvaluationReport;
import io.patchrank.evaluation.QueryOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which queries to show when there is room for a few: mostly the largest improvements, but always the worst loss when
 * there is one, and one query that re-ranking left as it was. Groups are not repeated while others are left.
 */
final class TellingQueries {
    private static final double UNCHANGED = 1e-9;

    private TellingQueries() {}

    /** At most {@code limit} queries, the largest gain first. */
    static List<QueryOutcome> choose(EvaluationReport report, int limit) {
        Comparator<QueryOutcome> byGain =
                Comparator.comparingDouble(outcome -> outcome.scores().gain());
        List<QueryOutcome> ordered =
                report.outcomes().stream().sorted(byGain.reversed()).toList();
        Set<QueryOutcome> chosen = new HashSet<>();
        Set<String> groups = new HashSet<>();
        if (limit > 1 && !ordered.isEmpty() && ordered.getLast().scores().gain() < -UNCHANGED) {
            add(ordered.getLast(), chosen, groups);
        }
        if (limit > 2) {
            ordered.stream()
                    .filter(outcome -> Math.abs(outcome.scores().gain()) <= UNCHANGED)
                    .filter(outcome -> !groups.contains(outcome.group()))
                    .min(Comparator.comparingDouble(
                            outcome -> outcome.scores().global().map()))
                    .ifPresent(outcome -> add(outcome, chosen, groups));
        }
        for (QueryOutcome outcome : ordered) {
            if (chosen.size() < limit && !groups.contains(outcome.group())) {
                add(outcome, chosen, groups);
            }
        }
        for (QueryOutcome outcome : ordered) {
            if (chosen.size() < limit) {
                chosen.add(outcome);
            }
        }
        List<QueryOutcome> result = new ArrayList<>(chosen);
        result.sort(byGain.reversed().thenComparing(QueryOutcome::query));
        return result;
    }

    private static void add(QueryOutcome outcome, Set<QueryOutcome> chosen, Set<String> groups) {
        chosen.add(outcome);
        groups.add(outcome.group());
    }
}
