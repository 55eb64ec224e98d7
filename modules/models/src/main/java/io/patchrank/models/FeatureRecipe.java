package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.models.vit.BlockFacet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is taken from a network: everything besides the weights that decides whether two descriptors compare.
 *
 * @param global parts of the global descriptor; each whitened (where there is a whitening) and L2-normalised, averaged
 *     over the scales and normalised again where there are several, then concatenated and L2-normalised
 * @param normaliseBeforeWhitening whether parts are L2-normalised before they are whitened, too
 * @param whitenedDimensions of each part that are kept after whitening, those of largest variance first; a whitening with
 *     fewer keeps what it has, and raw parts stay whole
 * @param locals local descriptors
 * @param longestSide of the picture, in pixels
 */
public record FeatureRecipe(
        List<GlobalPart> global,
        boolean normaliseBeforeWhitening,
        int whitenedDimensions,
        LocalRecipe locals,
        int longestSide) {
    public FeatureRecipe {
        if (global.isEmpty()) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "global", "a global descriptor has at least one part");
        }
        if (whitenedDimensions < 1) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "whitened-dimensions", "keep at least one, got " + whitenedDimensions);
        }
        for (GlobalPart part : global) {
            if (part.pooling() instanceof Pooling.Weighted && !part.source().equals(locals.source())) {
                throw new PatchrankException(
                        ErrorCode.CONFIG_INVALID,
                        "global",
                        part + " averages the local descriptors, which are those of block " + locals.source());
            }
        }
        global = List.copyOf(global);
    }

    /** All that one forward pass must collect. */
    public Set<BlockFacet> needs() {
        Set<BlockFacet> needs = new HashSet<>(locals.weight().needs());
        needs.add(locals.source());
        global.forEach(part -> needs.add(part.source()));
        return needs;
    }

    /** The last block that must be computed. */
    public int depth() {
        return needs().stream().mapToInt(BlockFacet::block).max().orElse(0);
    }

    /** The parts in words, which a whitening must have been learned for: {@code cls@7 gem@6 gem@7}. */
    public String globalText() {
        String parts = global.stream().map(GlobalPart::toString).collect(Collectors.joining(" "));
        return normaliseBeforeWhitening ? "l2 " + parts : parts;
    }

    /**
     * Stable text over which fingerprints are taken. What a recipe leaves at its default is not written where the key
     * is younger than galleries may be.
     *
     * @param detectorSha256 digest of the detector's file, for a recipe that has one
     */
    String canonical(Optional<String> detectorSha256) {
        String detector = detectorSha256.map(digest -> " " + digest).orElse("");
        String scales = locals.scales().equals(InputSpec.ONE_SCALE) ? "" : "scales=" + locals.scales() + "\n";
        return "global=" + globalText() + "\nwhitened-dimensions=" + whitenedDimensions + "\nlocals=" + locals.source()
                + "\nweight=" + locals.weight() + detector + "\ntop-k=" + locals.topK() + "\nnormalise="
                + locals.normalise() + "\nlongest-side=" + longestSide + "\n" + scales;
    }
}
