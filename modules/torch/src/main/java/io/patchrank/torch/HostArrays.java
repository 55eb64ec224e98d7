package io.patchrank.torch;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Numbers between Java and torch. */
public final class HostArrays {
    private HostArrays() {}

    /** All values as float32, row-major, from any device and type. */
    public static float[] floats(Tensor tensor) {
        return NativeScope.compute("tensor", () -> {
            Tensor dense = tensor.to(new Device("cpu"), ScalarType.Float).contiguous();
            float[] values = new float[Math.toIntExact(dense.numel())];
            if (values.length > 0) {
                new FloatPointer(dense.data_ptr_float()).get(values);
            }
            return values;
        });
    }

    /** A float32 tensor on the CPU with a copy of {@code values}; the caller, or the scope around, owns it. */
    public static Tensor tensor(float[] values, long... shape) {
        LibtorchFiles.unpack();
        return AbstractTensor.create(values, shape);
    }

    /**
     * A float32 tensor over {@code pixels}, not copied: valid as long as the buffer's memory is.
     *
     * @param pixels direct, from position 0
     */
    public static Tensor view(FloatBuffer pixels, long... shape) {
        LibtorchFiles.unpack();
        FloatPointer pointer = new FloatPointer(pixels);
        return torch.from_blob(pointer, shape, new TensorOptions(ScalarType.Float));
    }
}
