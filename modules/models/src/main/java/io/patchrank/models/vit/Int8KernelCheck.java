package io.patchrank.models.vit;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Compares a small layer in int8 with the same in float32: finds a build or CPU that has no kernels, or wrong ones. */
final class Int8KernelCheck {
    private static final int ROWS = 5;
    private static final int INSIDE = 64;
    private static final int OUTSIDE = 24;
    /** Rounding gives 0.01; a kernel that saturates or mixes up rows is off by tenths. */
    private static final double TOLERATED = 0.05;

    private Int8KernelCheck() {}

    /** @throws PatchrankException {@code DEVICE_UNAVAILABLE} */
    static void run() {
        double error;
        try {
            error = NativeScope.compute("int8", Int8KernelCheck::relativeError);
        } catch (PatchrankException e) {
            throw new PatchrankException(
                    ErrorCode.DEVICE_UNAVAILABLE,
                    "precision",
                    "this build of PyTorch has no int8 kernels for this CPU (" + e.reason()
                            + "); set extract.precision: float32",
                    e);
        }
        if (!(error < TOLERATED)) {
            throw new PatchrankException(
                    ErrorCode.DEVICE_UNAVAILABLE,
                    "precision",
                    "the int8 kernels compute wrong numbers on this CPU (off by " + error
                            + "); set extract.precision: float32");
        }
    }

    /** Norm of the difference over norm of the result. Runs inside a scope. */
    private static double relativeError() {
        Random random = new Random(1);
        Tensor weight = gaussian(random, OUTSIDE, INSIDE);
        Tensor bias = gaussian(random, 1, OUTSIDE).select(0, 0);
        Tensor x = gaussian(random, ROWS, INSIDE);
        float[] exact = HostArrays.floats(torch.linear(x, weight, new TensorOptional(bias)));
        float[] rounded =
                HostArrays.floats(LinearLayer.InInt8.pack(weight, bias).apply(x));
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < exact.length; i++) {
            difference += Math.pow((double) exact[i] - rounded[i], 2);
            norm += Math.pow(exact[i], 2);
        }
        return Math.sqrt(difference / norm);
    }

    private static Tensor gaussian(Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return HostArrays.tensor(values, rows, columns);
    }
}
