package io.patchrank.rerank;

import java.util.Map;

/**
 * How {@code mutual-nn} matches and judges.
 *
 * @param threshold cosine that a match must exceed, 0 to 1
 * @param attention whether a match counts by the attention weights of its patches instead of 1
 * @param saliency patches weaker than this share of their image's strongest weight take no part, 0 to 1; 0 keeps all
 * @param share whether the count is divided by the most matches possible, the smaller of both descriptor counts
 * @param descriptorCount local descriptors read of each image, at least 1
 * @param normalised whether all descriptors have length 1 already
 * @param judgement how counts turn into final scores
 */
public record MutualNnOptions(
        float threshold,
        boolean attention,
        float saliency,
        boolean share,
        int descriptorCount,
        boolean normalised,
        ShortlistJudgement judgement) {
    public static final MutualNnOptions DEFAULTS =
            new MutualNnOptions(0.65f, false, 0, false, 600, false, ShortlistJudgement.DEFAULTS);

    public MutualNnOptions {
        Overrides.requireBetween("threshold", threshold, 0, 1);
        Overrides.requireBetween("saliency", saliency, 0, 1);
        Overrides.requireAtLeast("descriptorCount", descriptorCount, 1);
    }

    /**
     * These options with those of a request in their place; keys are the names above and those of
     * {@link ShortlistJudgement}. Errors: {@code BAD_REQUEST} for an unknown key or a value out of range.
     */
    public MutualNnOptions with(Map<String, Object> overrides) {
        Overrides given = new Overrides(overrides);
        MutualNnOptions options = new MutualNnOptions(
                given.number("threshold", threshold),
                given.flag("attention", attention),
                given.number("saliency", saliency),
                given.flag("share", share),
                given.whole("descriptorCount", descriptorCount),
                normalised,
                judgement.with(given));
        given.requireAllKnown();
        return options;
    }
}
