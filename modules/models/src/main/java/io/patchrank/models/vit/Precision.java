package io.patchrank.models.vit;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.torch.ComputeDevice;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Number type that a network computes in, whatever its weights are stored in. */
public enum Precision {
    FLOAT32(ScalarType.Float),
    /** Cosine to float32 above 0.999; faster where the CPU has bfloat16 instructions. */
    BFLOAT16(ScalarType.BFloat16),
    /** On CUDA only: CPUs emulate it. */
    FLOAT16(ScalarType.Half);

    private final ScalarType torch;

    Precision(ScalarType torch) {
        this.torch = torch;
    }

    ScalarType torch() {
        return torch;
    }

    void checkOn(ComputeDevice device) {
        if (this == FLOAT16 && !device.isCuda()) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "precision", "float16 computes on CUDA only; take float32 or bfloat16");
        }
    }

    /** Reads {@code float32}, {@code bfloat16} or {@code float16}. */
    public static Precision parse(String text) {
        try {
            return valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "precision", "expected float32, bfloat16 or float16, got: " + text, e);
        }
    }
}
