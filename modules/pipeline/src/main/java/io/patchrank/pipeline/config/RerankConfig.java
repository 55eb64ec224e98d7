package io.patchrank.pipeline.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/**
 * The stage that re-ranks shortlists.
 *
 * @param defaultName re-ranker of queries that name none
 * @param threads that score; 0 means one a core
 * @param batch pairs of one micro-batch, across concurrent queries
 * @param maxPairs pairs that are read or scored at the same time
 * @param queue shortlists that may wait; more are answered {@code OVERLOADED}
 */
public record RerankConfig(
        @Key("default") @Default("mutual-nn") @NotBlank String defaultName,
        @Default("0") @Min(0) int threads,
        @Default("32") @Min(1) int batch,
        @Default("512") @Min(1) int maxPairs,
        @Default("64") @Min(1) int queue,
        MutualNn mutualNn) {
    public RerankConfig {
        if (maxPairs < batch) {
            throw new IllegalArgumentException("max-pairs " + maxPairs + " is below batch " + batch);
        }
    }

    /**
     * The re-ranker {@code mutual-nn}.
     *
     * @param threshold cosine from which a pair of mutual nearest neighbours is a match
     */
    public record MutualNn(
            @Default("0.65")
            @DecimalMin(value = "0", message = "must be 0..1")
            @DecimalMax(value = "1", message = "must be 0..1")
            double threshold,

            @Default("none") Weighting weighting,
            @Default("evidence") Score score) {}

    /** What a match counts: one, or the attention weights of its two patches. */
    public enum Weighting {
        NONE,
        ATTENTION
    }

    /** How a pair is judged. */
    public enum Score {
        /** What stands out of the shortlist's background and is supported by its neighbours. */
        EVIDENCE,
        /** Number of matches above the threshold. */
        COUNT,
        /** Their share of the descriptors that could match. */
        SHARE
    }
}
