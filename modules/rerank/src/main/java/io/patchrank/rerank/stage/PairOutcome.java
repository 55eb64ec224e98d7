package io.patchrank.rerank.stage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.rerank.PairScore;

/** What became of one pair. */
sealed interface PairOutcome {
    record Scored(PairScore score) implements PairOutcome {}

    record Failed(PatchrankException failure) implements PairOutcome {}

    /** A failure of any kind as a typed one. */
    static PatchrankException typed(FeatureKey key, Throwable failure) {
        return failure instanceof PatchrankException typed
                ? typed
                : new PatchrankException(
                        ErrorCode.INTERNAL,
                        key.toString(),
                        "the candidate could not be re-ranked: " + failure,
                        failure);
    }
}
