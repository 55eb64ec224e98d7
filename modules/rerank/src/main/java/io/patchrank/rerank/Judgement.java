package io.patchrank.rerank;

import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.ShortlistScores;
import java.util.List;

/** How {@code mutual-nn} turns what it found in a shortlist into final scores. */
public sealed interface Judgement permits EvidenceJudgement, CountJudgement {
    /** Final scores in the order of the shortlist, 0 to 1. */
    float[] combine(ShortlistScores shortlist);

    /**
     * How some of those scores came about.
     *
     * @param positions in the shortlist
     * @param threshold cosine from which matches are counted
     */
    List<Explanation> explain(ShortlistScores shortlist, List<Integer> positions, float threshold);
}
