package io.patchrank.rerank;

import io.patchrank.api.rerank.ShortlistScores;

/** How {@code mutual-nn} turns what it found in a shortlist into final scores. */
public sealed interface Judgement permits EvidenceJudgement, CountJudgement {
    /** Final scores in the order of the shortlist, 0 to 1. */
    float[] combine(ShortlistScores shortlist);
}
