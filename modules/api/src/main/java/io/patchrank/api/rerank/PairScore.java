package io.patchrank.api.rerank;

/**
 * What a re-ranker says of one pair.
 *
 * @param raw higher is more similar; the scale is the re-ranker's own
 * @param matches number of matched patches that the score stands on; 0 where the re-ranker knows none
 * @param evidence what the re-ranker needs of the pair to judge the whole shortlist
 */
public record PairScore(float raw, int matches, PairEvidence evidence) {
    public PairScore(float raw, int matches) {
        this(raw, matches, PairEvidence.NONE);
    }
}
