package io.patchrank.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.List;

/**
 * Finds mutual nearest neighbours of one query in many candidates, all candidates in one matrix product (cut into tiles
 * that stay in cache). Thread-safe.
 */
interface MatchKernel extends AutoCloseable {
    /**
     * @param candidates of the query's dimension; counts may differ, and may be 0
     * @param normalised whether all rows have length 1 already; if not, they are normalised on the way
     * @return matches of each candidate, in order
     */
    List<Matches> match(Rows query, List<Rows> candidates, boolean normalised);

    /** Frees native memory. Calls still running finish. */
    @Override
    void close();

    /** {@code cpu} gives the host kernel, any other name the kernel on that torch device. */
    static MatchKernel on(String device) {
        return device.equals("cpu") ? new HostMatchKernel() : new DeviceMatchKernel(device);
    }

    static void requireSameDimension(Rows query, List<Rows> candidates) {
        for (Rows candidate : candidates) {
            if (candidate.dimension() != query.dimension()) {
                throw new PatchrankException(
                        ErrorCode.MODEL_MISMATCH,
                        "",
                        "the query's descriptors have " + query.dimension() + " dimensions, the candidate's "
                                + candidate.dimension() + "; extract both with the same model");
            }
        }
    }
}
