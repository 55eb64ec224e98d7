package io.patchrank.rerank;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.Pair;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which pairs of a micro-batch share a query, so that what depends on it alone is computed once. */
final class PairsByQuery {
    private PairsByQuery() {}

    /** Positions in {@code pairs} of those wanted, by query object. */
    static Map<LocalDescriptors, List<Integer>> of(List<Pair> pairs, Predicate<Pair> wanted) {
        Map<LocalDescriptors, List<Integer>> byQuery = new IdentityHashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            if (wanted.test(pairs.get(i))) {
                byQuery.computeIfAbsent(pairs.get(i).query(), query -> new ArrayList<>())
                        .add(i);
            }
        }
        return byQuery;
    }
}
