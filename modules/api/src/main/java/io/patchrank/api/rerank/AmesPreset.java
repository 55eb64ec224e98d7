package io.patchrank.api.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How published AMES networks weigh similarity and score, tuned by the authors on GLDv2: by descriptor, and by variant
 * (full precision, or distilled to binary codes).
 */
public enum AmesPreset {
    DINOV2_FP(0.55, 0.30),
    /** For the DINOv2 checkpoint that the authors published later. */
    DINOV2_FP_LATER(0.50, 0.20),
    DINOV2_DIST(0.35, 0.10),
    CVNET_FP(0.85, 0.80),
    CVNET_DIST(0.65, 0.20);

    private final double lambda;
    private final double temperature;

    AmesPreset(double lambda, double temperature) {
        this.lambda = lambda;
        this.temperature = temperature;
    }

    public double lambda() {
        return lambda;
    }

    public double temperature() {
        return temperature;
    }

    /**
     * The one for a descriptor and a variant.
     *
     * @param cvnet whether the descriptors are those of CVNet; any other is taken for DINOv2
     * @param binary whether the network is distilled to binary codes
     */
    public static AmesPreset of(boolean cvnet, boolean binary) {
        if (binary) {
            return cvnet ? CVNET_DIST : DINOV2_DIST;
        }
        return cvnet ? CVNET_FP : DINOV2_FP;
    }

    /** Reads {@link #toString()}. Errors: {@code BAD_REQUEST} for another name. */
    public static AmesPreset named(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.BAD_REQUEST, "preset", "must be one of " + names() + ", not " + name));
    }

    private static String names() {
        return Arrays.stream(values()).map(AmesPreset::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    /** As users type it, for example {@code dinov2-dist}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
