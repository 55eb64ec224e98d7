package io.patchrank.api.rerank;

/**
 * What a re-ranker keeps of a pair, beyond one number, for its own {@link Reranker#combine}; nobody else looks inside.
 * Kept as long as the shortlist is being ranked: hold no descriptors.
 */
public interface PairEvidence {
    /** For re-rankers whose number says all. */
    PairEvidence NONE = new PairEvidence() {
        @Override
        public String toString() {
            return "none";
        }
    };
}
