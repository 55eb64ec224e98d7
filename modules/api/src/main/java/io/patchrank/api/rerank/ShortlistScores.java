package io.patchrank.api.rerank;

import java.util.List;
import java.util.Optional;

/**
 * A shortlist in global order with what is known of each candidate.
 *
 * @param similarities global similarities, descending, [n]
 * @param scores pair scores in the same order; empty where the deadline came first, [n]
 */
public record ShortlistScores(List<Float> similarities, List<Optional<PairScore>> scores) {
    public ShortlistScores {
        if (similarities.size() != scores.size()) {
            throw new IllegalArgumentException("one score slot for every similarity");
        }
        similarities = List.copyOf(similarities);
        scores = List.copyOf(scores);
    }

    public int size() {
        return similarities.size();
    }
}
