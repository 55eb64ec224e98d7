package io.patchrank.api.rerank;

import java.util.List;

/**
 * How the final score of a candidate came about.
 *
 * @param formula in words and numbers, one line
 * @param matches that the score stands on, strongest first, at most {@link #MOST_MATCHES}; empty where the re-ranker
 *     knows none
 */
public record Explanation(String formula, List<PatchMatch> matches) {
    /** More lines between two pictures tell nothing more. */
    public static final int MOST_MATCHES = 100;

    public Explanation {
        matches = List.copyOf(matches);
        if (matches.size() > MOST_MATCHES) {
            throw new IllegalArgumentException("at most " + MOST_MATCHES + " matches");
        }
    }
}
