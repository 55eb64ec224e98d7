package io.patchrank.rerank;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How {@code mutual-nn} matches and judges.
 *
 * @param threshold cosine that a match must exceed to be counted, 0 to 1; {@link EvidenceJudgement} weighs all mutual
 *     nearest neighbours against their background instead, and there it only decides which matches are reported
 * @param attention whether a match counts by the attention weights of its patches instead of 1
 * @param saliency patches weaker than this share of their image's strongest weight take no part, 0 to 1; 0 keeps all
 * @param share whether the count is divided by the most matches possible, the smaller of both descriptor counts
 * @param descriptorCount local descriptors read of each image, at least 1
 * @param normalised whether all descriptors have length 1 already
 * @param judgement how matches turn into final scores
 */
public record MutualNnOptions(
        float threshold,
        boolean attention,
        float saliency,
        boolean share,
        int descriptorCount,
        boolean normalised,
        Judgement judgement) {
    /** The 256 patches of the strongest attention, judged by evidence. */
    public static final MutualNnOptions DEFAULTS =
            new MutualNnOptions(0.65f, false, 0, false, 256, false, EvidenceJudgement.DEFAULTS);

    private static final String EVIDENCE = "evidence";
    private static final String COUNT = "count";

    public MutualNnOptions {
        Overrides.requireBetween("threshold", threshold, 0, 1);
        Overrides.requireBetween("saliency", saliency, 0, 1);
        Overrides.requireAtLeast("descriptorCount", descriptorCount, 1);
    }

    /**
     * These options with those of a request in their place. Keys are the names above, {@code judgement} being
     * {@code evidence} or {@code count}, and the names of the chosen {@link EvidenceJudgement} or
     * {@link CountJudgement}. Errors: {@code BAD_REQUEST} for an unknown key or a value out of range.
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
                judgement(given));
        given.requireAllKnown();
        return options;
    }

    private Judgement judgement(Overrides given) {
        String current = judgement instanceof EvidenceJudgement ? EVIDENCE : COUNT;
        String chosen = given.choice("judgement", current, new TreeSet<>(Set.of(EVIDENCE, COUNT)));
        if (chosen.equals(EVIDENCE)) {
            return (judgement instanceof EvidenceJudgement own ? own : EvidenceJudgement.DEFAULTS).with(given);
        }
        return (judgement instanceof CountJudgement own ? own : CountJudgement.DEFAULTS).with(given);
    }
}
