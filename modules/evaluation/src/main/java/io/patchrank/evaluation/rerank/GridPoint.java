package io.patchrank.evaluation.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;

/**
 * How raw scores change a global ranking: the first {@code topK} images are put in the order of
 * {@code lambda · similarity + (1 − lambda) · σ(temperature · raw)}.
 */
public record GridPoint(int topK, double lambda, double temperature) {
    /** @throws PatchrankException BAD_REQUEST outside {@code topK ≥ 1}, {@code 0 ≤ lambda ≤ 1}, {@code temperature > 0} */
    public GridPoint {
        require(topK >= 1, "topk", topK, "at least 1");
        require(lambda >= 0 && lambda <= 1, "lambda", lambda, "from 0 to 1");
        require(temperature > 0 && temperature < Double.POSITIVE_INFINITY, "temperature", temperature, "above 0");
    }

    private static void require(boolean condition, String name, Number value, String wanted) {
        if (!condition) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, name, "must be " + wanted + ", not " + value);
        }
    }
}
