package io.patchrank.torch;

import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Element types of the safetensors format that networks of ours use, with their size and torch's name for them. */
public enum SafetensorsType {
    F64(8, ScalarType.Double),
    F32(4, ScalarType.Float),
    F16(2, ScalarType.Half),
    BF16(2, ScalarType.BFloat16),
    I64(8, ScalarType.Long),
    I32(4, ScalarType.Int),
    I16(2, ScalarType.Short),
    I8(1, ScalarType.Char),
    U8(1, ScalarType.Byte),
    BOOL(1, ScalarType.Bool);

    private final int bytes;
    private final ScalarType torch;

    SafetensorsType(int bytes, ScalarType torch) {
        this.bytes = bytes;
        this.torch = torch;
    }

    public int bytes() {
        return bytes;
    }

    public ScalarType torch() {
        return torch;
    }

    static Optional<SafetensorsType> named(String name) {
        for (SafetensorsType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    static Optional<SafetensorsType> of(ScalarType torch) {
        for (SafetensorsType type : values()) {
            // An enum that came out of native code is an instance of its own.
            if (type.torch == torch.intern()) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
