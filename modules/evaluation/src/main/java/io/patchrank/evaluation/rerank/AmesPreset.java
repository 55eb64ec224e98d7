package io.patchrank.evaluation.rerank;

/**
 * The lambda and temperature that AMES publishes for its checkpoints, tuned on the public queries of Google Landmarks v2
 * (README of pavelsuma/ames).
 */
public record AmesPreset(double lambda, double temperature) {
    /**
     * @param descriptor {@code cvnet}, or anything else for DINOv2
     * @param binary whether the checkpoint is the distilled, binary one
     */
    public static AmesPreset of(String descriptor, boolean binary) {
        if (descriptor.startsWith("cvnet")) {
            return binary ? new AmesPreset(0.65, 0.20) : new AmesPreset(0.85, 0.80);
        }
        return binary ? new AmesPreset(0.35, 0.10) : new AmesPreset(0.55, 0.30);
    }
}
