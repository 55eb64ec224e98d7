package io.patchrank.rerank.stage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.rerank.PairScore;
import java.util.Optional;

/**
 * A candidate in its new place.
 *
 * @param rankBefore place in the shortlist, from 1
 * @param rankAfter place in this order, from 1
 * @param score final score, higher is better
 * @param pairScore what the re-ranker said of the pair; empty while it is not scored
 * @param error why it could not be scored, if that failed; it then keeps the place its similarity gives
 */
public record RankedCandidate(
        Candidate candidate,
        int rankBefore,
        int rankAfter,
        float score,
        Optional<PairScore> pairScore,
        Optional<ErrorCode> error) {}
