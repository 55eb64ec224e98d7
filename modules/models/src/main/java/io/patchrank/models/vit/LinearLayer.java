package io.patchrank.models.vit;

import io.patchrank.models.vit.Buffers.Use;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A linear layer of a block: [B, T, in] to [B, T, out]. Immutable; runs inside the caller's scope. */
sealed interface LinearLayer {
    /** The caller closes what comes out, which may lie in the memory of {@code use}. @param x rows may lie apart */
    Tensor apply(Tensor x, Buffers buffers, Use use);

    /** Length of what comes out. */
    long out();

    /** In the float type of its weights. */
    record InFloat(Tensor weight, TensorOptional bias) implements LinearLayer {
        @Override
        public Tensor apply(Tensor x, Buffers buffers, Use use) {
            Tensor target = buffers.take(use, x.size(0), x.size(1), out());
            torch.addmm_out(rows(target), bias.get(), rows(x), weight.t());
            return target;
        }

        private static Tensor rows(Tensor x) {
            return x.view(-1, x.size(2));
        }

        @Override
        public long out() {
            return weight.size(0);
        }
    }

    /**
     * Product of 8-bit integers, float32 in and out (dynamic quantisation): weights are rounded to 255 levels of each
     * output channel, inputs at every call to 128 levels between their smallest and largest value. 128, not 256, since
     * kernels without VNNI add two products in 16 bits, which would saturate; so every CPU computes the same.
     *
     * @param packed weights as FBGEMM's kernels want them, with the bias
     */
    record InInt8(IValue packed, long out) implements LinearLayer {
        private static final double LEVELS = 127;
        /** Of a channel of zeros, whose scale would be none. */
        private static final double SMALLEST_SCALE = 1e-12;

        private static final boolean SEVEN_BITS = true;

        /** @param weight float32 [out, in] */
        static InInt8 pack(Tensor weight, Tensor bias) {
            Tensor scales = weight.abs()
                    .amax(new long[] {1}, false)
                    .div(new Scalar(LEVELS))
                    .clamp_min(new Scalar(SMALLEST_SCALE));
            Tensor zeros = torch.zeros_like(scales).to(ScalarType.Long);
            Tensor quantised = torch.quantize_per_channel(weight, scales, zeros, 0, ScalarType.QInt8);
            IValue packed = call("quantized::linear_prepack", new IValue(quantised), new IValue(bias));
            return new InInt8(packed, weight.size(0));
        }

        @Override
        public Tensor apply(Tensor x, Buffers buffers, Use use) {
            return apply(x);
        }

        /** Into memory of its own, as FBGEMM's operator wants it. */
        Tensor apply(Tensor x) {
            try (IValue input = new IValue(x);
                    IValue sevenBits = new IValue(SEVEN_BITS);
                    IValue product = call("quantized::linear_dynamic", input, packed, sevenBits)) {
                // A handle of its own: that of the value ends with it.
                return new Tensor(product.toTensor());
            }
        }

        private static IValue call(String operator, IValue... arguments) {
            try (OperatorHandle handle = Dispatcher.singleton().findSchemaOrThrow(operator, "");
                    IValueVector stack = new IValueVector(arguments)) {
                handle.callBoxed(stack);
                return new IValue(stack.get(0));
            }
        }
    }
}
