package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.vit.BlockFacet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How the tokens of a block become one vector. Written {@code cls}, {@code mean}, {@code gem}, {@code gem(2.5)} or {@code weighted}. */
public sealed interface Pooling {
    /** Float32 [B, D]. Runs inside the caller's scope. */
    Tensor pool(ScaleOutputs scale, BlockFacet source);

    /** The CLS token. */
    record Cls() implements Pooling {
        @Override
        public Tensor pool(ScaleOutputs scale, BlockFacet source) {
            return scale.network().cls(source).to(ScalarType.Float);
        }

        @Override
        public String toString() {
            return "cls";
        }
    }

    /** Average of the patches. */
    record Mean() implements Pooling {
        @Override
        public Tensor pool(ScaleOutputs scale, BlockFacet source) {
            return scale.network().patches(source).to(ScalarType.Float).mean(1);
        }

        @Override
        public String toString() {
            return "mean";
        }
    }

    /**
     * Generalised mean of the patches (Radenovic et al. 2018), values clamped below at 1e-6. The {@code gem} in AMES'
     * {@code extract_dino.py} sums where this averages: the same direction, longer by {@code N^(1/p)}.
     *
     * @param p exponent: 1 averages, larger ones approach the maximum
     */
    record Gem(double p) implements Pooling {
        private static final double FLOOR = 1e-6;

        /** The exponent that retrieval papers start from. */
        public static final double USUAL_P = 3;

        public Gem {
            if (!(p > 0 && p <= 100)) {
                throw new PatchrankException(ErrorCode.CONFIG_INVALID, "pooling", "gem takes 0 < p <= 100, got " + p);
            }
        }

        @Override
        public Tensor pool(ScaleOutputs scale, BlockFacet source) {
            return scale.network()
                    .patches(source)
                    .to(ScalarType.Float)
                    .clamp_min(new Scalar(FLOOR))
                    .pow(new Scalar(p))
                    .mean(1)
                    .pow(new Scalar(1 / p));
        }

        @Override
        public String toString() {
            return p == USUAL_P ? "gem" : "gem(" + p + ")";
        }
    }

    /**
     * Average of the local descriptors, each times its weight, as AMES' {@code extract_dino.py} makes the global
     * descriptor that it stores beside CLS. Before any of them is chosen or normalised.
     */
    record Weighted() implements Pooling {
        @Override
        public Tensor pool(ScaleOutputs scale, BlockFacet source) {
            WeightedPatches patches = scale.patches();
            return patches.descriptors()
                    .to(ScalarType.Float)
                    .mul(patches.weights().unsqueeze(2))
                    .mean(1);
        }

        @Override
        public String toString() {
            return "weighted";
        }
    }

    /** Reads what {@code toString} writes. */
    static Pooling parse(String text) {
        String name = text.strip();
        Matcher gem = Pattern.compile("gem(?:\\(([0-9.]+)\\))?").matcher(name);
        if (gem.matches()) {
            return new Gem(gem.group(1) == null ? Gem.USUAL_P : parseExponent(gem.group(1)));
        }
        return switch (name) {
            case "cls" -> new Cls();
            case "mean" -> new Mean();
            case "weighted" -> new Weighted();
            default ->
                throw new PatchrankException(
                        ErrorCode.CONFIG_INVALID,
                        "pooling",
                        "expected cls, mean, gem, gem(p) or weighted, got: " + text);
        };
    }

    private static double parseExponent(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, "pooling", "not a number: " + text, e);
        }
    }
}
