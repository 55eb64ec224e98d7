package io.patchrank.evaluation;

import java.util.Set;

/**
 * One query, its lists, what it should have found, and its scores.
 *
 * @param positives names of the other images of its group
 */
public record QueryOutcome(String group, QueryLists lists, Set<String> positives, BeforeAfter scores) {
    public QueryOutcome {
        positives = Set.copyOf(positives);
    }

    public String query() {
        return lists.query();
    }
}
