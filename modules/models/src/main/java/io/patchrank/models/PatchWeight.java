package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.Facet;
import java.nio.file.Path;
import java.util.Set;

/** How strong a patch is: by what the patches to keep are chosen. Written {@code attention@7} or {@code norm}. */
public sealed interface PatchWeight {
    /** What it needs of the network besides the local descriptors. */
    Set<BlockFacet> needs();

    /** Softmax attention of CLS to the patch, averaged over the heads of one block (1-based). */
    record ClsAttention(int block) implements PatchWeight {
        @Override
        public Set<BlockFacet> needs() {
            return Set.of(new BlockFacet(block, Facet.ATTENTION));
        }

        @Override
        public String toString() {
            return "attention@" + block;
        }
    }

    /** L2 norm of the local descriptor before it is normalised. */
    record Norm() implements PatchWeight {
        @Override
        public Set<BlockFacet> needs() {
            return Set.of();
        }

        @Override
        public String toString() {
            return "norm";
        }
    }

    /**
     * What a {@link io.patchrank.models.detector.SpatialAttention} says; the descriptors are then the detector's, too.
     *
     * @param weights of the detector
     */
    record Detector(WeightsLocation weights) implements PatchWeight {
        public Detector(Path file) {
            this(new WeightsLocation.File(file));
        }

        @Override
        public Set<BlockFacet> needs() {
            return Set.of();
        }

        /** Without the file: two files of equal content choose the same patches. */
        @Override
        public String toString() {
            return "detector";
        }
    }

    /** Reads {@code attention@7} or {@code norm}; a detector is given by its file. */
    static PatchWeight parse(String text) {
        String name = text.strip();
        if (name.equals("norm")) {
            return new Norm();
        }
        if (name.startsWith("attention@")) {
            return new ClsAttention(
                    BlockFacet.parse(name.substring("attention@".length())).block());
        }
        throw new PatchrankException(
                ErrorCode.CONFIG_INVALID, "weight", "expected attention@block or norm, got: " + text);
    }
}
