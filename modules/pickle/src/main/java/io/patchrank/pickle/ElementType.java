package io.patchrank.pickle;

import java.nio.ByteBuffer;

/** What a tensor or array holds. Stored little-endian. */
public enum ElementType {
    FLOAT64(8),
    FLOAT32(4),
    FLOAT16(2),
    BFLOAT16(2),
    INT64(8),
    INT32(4),
    INT16(2),
    INT8(1),
    UINT64(8),
    UINT32(4),
    UINT16(2),
    UINT8(1),
    /** One byte, 0 or 1. */
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element. */
    public int bytes() {
        return bytes;
    }

    public boolean isFloating() {
        return this == FLOAT64 || this == FLOAT32 || this == FLOAT16 || this == BFLOAT16;
    }

    double toDouble(ByteBuffer values, int at) {
        return switch (this) {
            case FLOAT64 -> values.getDouble(at);
            case FLOAT32 -> values.getFloat(at);
            case FLOAT16 -> Float.float16ToFloat(values.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(values.getShort(at) << 16);
            case UINT64 -> {
                long bits = values.getLong(at);
                // Halved, the lowest bit kept for rounding: there is no unsigned conversion.
                yield bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
            }
            case INT64, INT32, INT16, INT8, UINT32, UINT16, UINT8, BOOL -> toLong(values, at);
        };
    }

    /** @throws ArithmeticException for fractions, and for what a long cannot hold */
    long toLong(ByteBuffer values, int at) {
        return switch (this) {
            case INT64 -> values.getLong(at);
            case INT32 -> values.getInt(at);
            case INT16 -> values.getShort(at);
            case INT8 -> values.get(at);
            case UINT32 -> Integer.toUnsignedLong(values.getInt(at));
            case UINT16 -> Short.toUnsignedLong(values.getShort(at));
            case UINT8 -> Byte.toUnsignedLong(values.get(at));
            case BOOL -> values.get(at) == 0 ? 0 : 1;
            case UINT64 -> {
                long bits = values.getLong(at);
                if (bits < 0) {
                    throw new ArithmeticException(Long.toUnsignedString(bits) + " is too large");
                }
                yield bits;
            }
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16 -> throw new ArithmeticException("holds fractions");
        };
    }
}
