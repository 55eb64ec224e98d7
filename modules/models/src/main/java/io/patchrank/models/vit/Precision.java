package io.patchrank.models.vit;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.CpuFeatures;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Number type that a network computes in, whatever its weights are stored in. */
public enum Precision {
    FLOAT32(ScalarType.Float),
    /** Cosine to float32 above 0.999; faster where the CPU has bfloat16 instructions. */
    BFLOAT16(ScalarType.BFloat16),
    /** On CUDA only: CPUs emulate it. */
    FLOAT16(ScalarType.Half),
    /**
     * Linear layers in 8-bit integers but those of queries, keys and values, all else in float32. On the CPU only. Its
     * features are near those of float32, not near enough to mix: it is part of a model's fingerprint.
     */
    INT8(ScalarType.Float);

    private static final Logger LOG = LoggerFactory.getLogger(Precision.class);

    private final ScalarType torch;

    Precision(ScalarType torch) {
        this.torch = torch;
    }

    /** What everything but the linear layers is computed in. */
    ScalarType torch() {
        return torch;
    }

    /** Whether features of this precision and of float32 may lie in one gallery. */
    public boolean comparesWithFloat32() {
        return this != INT8;
    }

    /** Says in the log what is computed in, loudly where that is slow. */
    public void announce(ComputeDevice device) {
        LOG.info("precision: {}", id());
        if (this == BFLOAT16 && !device.isCuda() && CpuFeatures.ofThisMachine().emulatesBfloat16()) {
            LOG.warn("bfloat16 on a processor without AVX-512 or bf16 takes many times as long as float32; set"
                    + " extract.precision: float32, or int8");
        }
    }

    /**
     * Checks that {@code device} computes so.
     *
     * @throws PatchrankException {@code CONFIG_INVALID} for a device that never does, {@code DEVICE_UNAVAILABLE} when
     *     this build or CPU has no int8 kernels, or wrong ones
     */
    void checkOn(ComputeDevice device) {
        if (this == FLOAT16 && !device.isCuda()) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "precision", "float16 computes on CUDA only; take float32 or bfloat16");
        }
        if (this == INT8 && device.isCuda()) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "precision", "int8 computes on the CPU only; take float32 or bfloat16");
        }
        if (this == INT8) {
            Int8KernelCheck.run();
        }
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@code float32}, {@code bfloat16}, {@code float16} or {@code int8}. */
    public static Precision parse(String text) {
        try {
            return valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID,
                    "precision",
                    "expected one of "
                            + Arrays.stream(values()).map(Precision::id).toList() + ", got: " + text,
                    e);
        }
    }
}
