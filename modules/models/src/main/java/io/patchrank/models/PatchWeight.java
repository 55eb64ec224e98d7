package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.Facet;
import io.patchrank.models.vit.VitOutputs;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How strong a patch is: by what the patches to keep are chosen. Written {@code attention@7} or {@code norm}. */
public sealed interface PatchWeight {
    /** Float32 [B, N]. Runs inside the caller's scope. */
    Tensor of(VitOutputs outputs, BlockFacet locals);

    /** What it needs of the network besides the local descriptors. */
    Set<BlockFacet> needs();

    /** Softmax attention of CLS to the patch, averaged over the heads of one block (1-based). */
    record ClsAttention(int block) implements PatchWeight {
        @Override
        public Tensor of(VitOutputs outputs, BlockFacet locals) {
            return outputs.clsAttention(block).to(ScalarType.Float).mean(1);
        }

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
        public Tensor of(VitOutputs outputs, BlockFacet locals) {
            Tensor patches = outputs.patches(locals).to(ScalarType.Float);
            return patches.pow(new Scalar(2)).sum(2).sqrt();
        }

        @Override
        public Set<BlockFacet> needs() {
            return Set.of();
        }

        @Override
        public String toString() {
            return "norm";
        }
    }

    /** Reads what {@code toString} writes. */
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
