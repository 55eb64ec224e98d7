package io.patchrank.storage;

import io.jhdf.object.datatype.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * HDF5 datatype messages, version 1, little-endian (HDF5 File Format Specification 3.0, IV.A.2.d). jhdf has no public
 * constructor for most of them, but parses them.
 */
public final class Hdf5Types {
    private static final int VERSION_1 = 0x10;
    private static final int FIXED_POINT = 0;
    private static final int FLOATING_POINT = 1;
    private static final int STRING = 3;
    private static final int IMPLIED_MANTISSA_BIT = 0x20;
    private static final int SIGNED = 0x08;
    private static final int UNSIGNED = 0;
    private static final int NULL_PADDED_UTF8 = 0x11;
    private static final int BYTES = 20;

    private Hdf5Types() {}

    public static DataType of(StoredType type) {
        return DataType.readDataType(message(type));
    }

    /** The message itself. */
    public static ByteBuffer message(StoredType type) {
        return switch (type) {
            case FLOAT16 -> floatingPoint(16, 10, 5, 15);
            case FLOAT32 -> floatingPoint(32, 23, 8, 127);
        };
    }

    /** A dataspace message, version 2, of fixed size (IV.A.2.b). */
    public static ByteBuffer space(int... dimensions) {
        ByteBuffer space =
                ByteBuffer.allocate(4 + dimensions.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        space.put((byte) 2).put((byte) dimensions.length).put((byte) 0).put((byte) 1);
        for (int dimension : dimensions) {
            space.putLong(dimension);
        }
        return space.flip();
    }

    public static DataType int16() {
        return fixedPoint(SIGNED, 16);
    }

    public static DataType int32() {
        return fixedPoint(SIGNED, 32);
    }

    static DataType uint16() {
        return fixedPoint(UNSIGNED, 16);
    }

    static DataType uint8() {
        return fixedPoint(UNSIGNED, 8);
    }

    private static DataType fixedPoint(int sign, int bits) {
        return DataType.readDataType(type(FIXED_POINT, sign, 0, bits / Byte.SIZE)
                .putShort((short) 0)
                .putShort((short) bits)
                .flip());
    }

    static DataType utf8(int bytes) {
        return DataType.readDataType(type(STRING, NULL_PADDED_UTF8, 0, bytes).flip());
    }

    private static ByteBuffer floatingPoint(int bits, int mantissaBits, int exponentBits, int bias) {
        ByteBuffer type = type(FLOATING_POINT, IMPLIED_MANTISSA_BIT, bits - 1, bits / Byte.SIZE);
        type.putShort((short) 0).putShort((short) bits);
        type.put((byte) mantissaBits).put((byte) exponentBits);
        type.put((byte) 0).put((byte) mantissaBits).putInt(bias);
        return type.flip();
    }

    private static ByteBuffer type(int dataClass, int bits0, int bits1, int bytes) {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) (VERSION_1 | dataClass))
                .put((byte) bits0)
                .put((byte) bits1)
                .put((byte) 0)
                .putInt(bytes);
    }
}
