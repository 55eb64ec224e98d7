package io.patchrank.rerank.stage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;

/**
 * Sizes of the stage. At most {@code (readAhead + scorers) * batchSize} pairs are in memory, whatever is waiting: with
 * the defaults and 256 x 384 float descriptors, 38 MB.
 *
 * @param batchSize pairs scored together at most, from one query or several; fewer where several scorers would else not
 *     end together
 * @param readAhead batches being read or waiting to be scored; as many reader threads
 * @param scorers threads that score
 * @param maxWaitingJobs jobs accepted and not finished; more are refused with {@code OVERLOADED}
 */
public record RerankStageOptions(int batchSize, int readAhead, int scorers, int maxWaitingJobs) {
    public static final RerankStageOptions DEFAULTS = new RerankStageOptions(32, 2, 1, 64);

    public RerankStageOptions {
        requirePositive("batchSize", batchSize);
        requirePositive("readAhead", readAhead);
        requirePositive("scorers", scorers);
        requirePositive("maxWaitingJobs", maxWaitingJobs);
    }

    private static void requirePositive(String key, int value) {
        if (value < 1) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, key, "must be at least 1, not " + value);
        }
    }
}
