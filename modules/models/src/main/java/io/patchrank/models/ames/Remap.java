package io.patchrank.models.ames;

import io.patchrank.models.vit.WeightLoader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** From local descriptors to tokens. Runs inside the caller's scope. */
sealed interface Remap {
    /**
     * What is worth keeping of an image: the tokens in full precision, the codes in binary.
     *
     * @param descriptors [n, L]
     * @return [n, D] or [n, bits]
     */
    Tensor compact(Tensor descriptors);

    /** From what {@link #compact} gave to tokens [n, D]. */
    Tensor tokens(Tensor compact);

    static Remap load(WeightLoader weights, AmesArchitecture shape) {
        int model = shape.modelDimension();
        if (shape.binary()) {
            return new Binary(
                    weights.load("remap_local.0.W", shape.localDimension(), shape.bits()),
                    Linear.load(weights, "remap_local.1", model, shape.bits()),
                    Norm.load(weights, "remap_local.2", model));
        }
        return new FullPrecision(
                Linear.load(weights, "remap_local.0", model, shape.localDimension()),
                Norm.load(weights, "remap_local.1", model));
    }

    /** L2-normalise, linear layer, layer normalisation. */
    record FullPrecision(Linear linear, Norm norm) implements Remap {
        @Override
        public Tensor compact(Tensor descriptors) {
            return norm.apply(linear.apply(normalised(descriptors)));
        }

        @Override
        public Tensor tokens(Tensor compact) {
            return compact;
        }
    }

    /** L2-normalise, rotate (ITQ), sign; then linear layer and layer normalisation. A zero descriptor's code is zero. */
    record Binary(Tensor rotation, Linear linear, Norm norm) implements Remap {
        @Override
        public Tensor compact(Tensor descriptors) {
            return torch.sign(torch.matmul(normalised(descriptors), rotation));
        }

        @Override
        public Tensor tokens(Tensor compact) {
            return norm.apply(linear.apply(compact));
        }
    }

    /** Along the rows; a zero row stays zero. */
    private static Tensor normalised(Tensor descriptors) {
        return torch.normalize(descriptors);
    }
}
