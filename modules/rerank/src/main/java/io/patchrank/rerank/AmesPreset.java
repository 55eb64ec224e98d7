package io.patchrank.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.ames.AmesArchitecture;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How published AMES networks weigh similarity and score, tuned by the authors on GLDv2: by descriptor, and by variant
 * (full precision, or distilled to binary codes).
 */
public enum AmesPreset {
    DINOV2_FP(0.55f, 0.30f),
    /** For the DINOv2 checkpoint that the authors published later. */
    DINOV2_FP_LATER(0.50f, 0.20f),
    DINOV2_DIST(0.35f, 0.10f),
    CVNET_FP(0.85f, 0.80f),
    CVNET_DIST(0.65f, 0.20f);

    private static final int CVNET_DIMENSION = 1024;

    private final float lambda;
    private final float temperature;

    AmesPreset(float lambda, float temperature) {
        this.lambda = lambda;
        this.temperature = temperature;
    }

    public float lambda() {
        return lambda;
    }

    public float temperature() {
        return temperature;
    }

    /** The one for a network's variant and the descriptor of its dimension: 1,024 is CVNet, any other DINOv2. */
    public static AmesPreset of(AmesArchitecture network) {
        boolean cvnet = network.localDimension() == CVNET_DIMENSION;
        if (network.binary()) {
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
