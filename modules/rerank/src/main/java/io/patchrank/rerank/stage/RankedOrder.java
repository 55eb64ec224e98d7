package io.patchrank.rerank.stage;

import java.util.List;

/**
 * An order of the whole shortlist, as good as it is known yet.
 *
 * @param candidates best first
 * @param state whether a better one follows
 * @param scored candidates that the re-ranker has scored
 * @param failed candidates that could not be read or scored
 */
public record RankedOrder(
        List<RankedCandidate> candidates, State state, int scored, int failed, RerankTimings timings) {
    public enum State {
        /** Better orders follow. */
        IMPROVING,
        /** The last: every candidate is scored or has failed. */
        COMPLETE,
        /** The last, because the deadline ended: some candidates are not scored. */
        PARTIAL
    }

    public RankedOrder {
        candidates = List.copyOf(candidates);
    }

    /** Whether the deadline came before all candidates were scored. */
    public boolean partial() {
        return state == State.PARTIAL;
    }

    /** Whether no further order follows. */
    public boolean last() {
        return state != State.IMPROVING;
    }
}
