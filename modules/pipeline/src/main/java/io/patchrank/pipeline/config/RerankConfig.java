package io.patchrank.pipeline.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;

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
        MutualNn mutualNn,
        Ames ames) {
    public RerankConfig {
        if (maxPairs < batch) {
            throw new IllegalArgumentException("max-pairs " + maxPairs + " is below batch " + batch);
        }
        if (defaultName.equals("ames") && ames.weights().isBlank()) {
            throw new IllegalArgumentException("default is ames, but ames.weights names no checkpoint");
        }
    }

    /**
     * The re-ranker {@code mutual-nn}.
     *
     * @param threshold cosine from which a pair of mutual nearest neighbours is a match
     */
    public record MutualNn(
            @Default("0.65") @Min(value = 0, message = "must be 0..1") @Max(value = 1, message = "must be 0..1")
            double threshold,

            @Default("none") Weighting weighting,
            @Default("evidence") Score score) {}

    /**
     * The re-ranker {@code ames}.
     *
     * @param weights AMES checkpoint, a name of the registry or a file; empty means that {@code ames} is not offered
     * @param preset weighs similarity and score; {@code auto} takes the one that fits the checkpoint
     * @param lambda what the similarity counts, 0..1, or {@code preset}
     * @param temperature of the network's score, or {@code preset}
     * @param queryDescriptors local descriptors taken of a query at most
     * @param descriptors local descriptors read of each candidate
     * @param cache memory for what is kept of gallery images
     * @param heads of the network's attention, which a checkpoint does not tell
     * @param activation of its feed-forward blocks, which it does not tell either
     */
    public record Ames(
            @Default("") String weights,
            @Default("auto") Preset preset,

            @Default(Ames.OF_PRESET)
            @Pattern(regexp = "preset|0(\\.\\d+)?|1(\\.0+)?", message = "must be preset or a number from 0 to 1")
            String lambda,

            @Default(Ames.OF_PRESET)
            @Pattern(regexp = "preset|\\d{1,3}(\\.\\d+)?", message = "must be preset or a number from 0 to 999")
            String temperature,

            @Default("600") @Min(1) int queryDescriptors,
            @Default("50") @Min(1) int descriptors,
            @Default("256MB") DataSize cache,
            @Default("2") @Min(1) int heads,
            @Default("relu") Activation activation) {
        /** The name that stands for the value of the preset. */
        public static final String OF_PRESET = "preset";
    }

    /** How published AMES networks weigh similarity and score: by descriptor and variant. */
    public enum Preset {
        AUTO,
        DINOV2_FP,
        DINOV2_FP_LATER,
        DINOV2_DIST,
        CVNET_FP,
        CVNET_DIST
    }

    /** What stands between the two layers of a feed-forward block. */
    public enum Activation {
        RELU,
        GELU
    }

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
