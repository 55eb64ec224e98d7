package io.patchrank.storage.hdf5;

import io.patchrank.storage.hdf5.ElementType.Encoding;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Parses datatype messages, versions 1 to 5 (specification IV.A.2.d). */
final class DatatypeMessage {
    private static final int FIXED_POINT = 0;
    private static final int FLOATING_POINT = 1;
    private static final int TIME = 2;
    private static final int STRING = 3;
    private static final int BIT_FIELD = 4;
    private static final int OPAQUE = 5;
    private static final int COMPOUND = 6;
    private static final int REFERENCE = 7;
    private static final int ENUMERATION = 8;
    private static final int VARIABLE_LENGTH = 9;
    private static final int ARRAY = 10;
    private static final int BIG_ENDIAN = 1;
    private static final int SIGNED = 8;

    private DatatypeMessage() {}

    static ElementType parse(Fields fields) {
        int classAndVersion = fields.u8();
        int version = classAndVersion >> 4;
        int bits = (int) fields.number(3);
        int bytes = fields.count32();
        return switch (classAndVersion & 0xF) {
            case FIXED_POINT -> fixedPoint(fields, bits, bytes);
            case FLOATING_POINT -> floatingPoint(fields, bits, bytes);
            case TIME -> other(fields, 2, bytes, "time");
            case STRING -> other(fields, 0, bytes, "string");
            case BIT_FIELD -> other(fields, 4, bytes, "bit field");
            case OPAQUE -> other(fields, bits & 0xFF, bytes, "opaque");
            case COMPOUND -> compound(fields, version, bits & 0xFFFF, bytes);
            case REFERENCE -> other(fields, 0, bytes, "reference");
            case ENUMERATION -> enumeration(fields, version, bits & 0xFFFF, bytes);
            case VARIABLE_LENGTH -> {
                parse(fields);
                yield new ElementType.Other(bytes, "variable-length");
            }
            case ARRAY -> array(fields, version);
            default -> throw new IllegalArgumentException("a datatype of class " + (classAndVersion & 0xF));
        };
    }

    /** @param properties bytes of the message that tell nothing of interest */
    private static ElementType other(Fields fields, int properties, int bytes, String text) {
        fields.skip(properties);
        return new ElementType.Other(bytes, text);
    }

    private static ByteOrder order(int bits) {
        return (bits & BIG_ENDIAN) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private static ElementType fixedPoint(Fields fields, int bits, int bytes) {
        int offset = fields.u16();
        int precision = fields.u16();
        boolean whole = offset == 0 && precision == Byte.SIZE * bytes && Integer.bitCount(bytes) == 1 && bytes <= 8;
        Encoding encoding = (bits & SIGNED) == 0 ? Encoding.UNSIGNED : Encoding.SIGNED;
        return whole
                ? new ElementType.Number(encoding, bytes, order(bits))
                : new ElementType.Other(bytes, precision + "-bit integer");
    }

    private static ElementType floatingPoint(Fields fields, int bits, int bytes) {
        fields.skip(5);
        int exponent = fields.u8();
        fields.skip(1);
        int mantissa = fields.u8();
        fields.skip(4);
        boolean ieee = bytes == 2 && exponent == 5 && mantissa == 10
                || bytes == 4 && exponent == 8 && mantissa == 23
                || bytes == 8 && exponent == 11 && mantissa == 52;
        return ieee
                ? new ElementType.Number(Encoding.FLOAT, bytes, order(bits))
                : new ElementType.Other(
                        bytes, "float with " + exponent + " exponent and " + mantissa + " fraction bits");
    }

    private static ElementType compound(Fields fields, int version, int count, int bytes) {
        List<ElementType.Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int start = fields.position();
            String name = fields.text();
            if (version < 3) {
                fields.align8(start);
            }
            int offset = version < 3 ? fields.count32() : (int) fields.number(bytesFor(bytes));
            List<Integer> shape = version == 1 ? oldShape(fields) : List.of();
            ElementType type = parse(fields);
            members.add(
                    new ElementType.Member(name, offset, shape.isEmpty() ? type : new ElementType.Array(shape, type)));
        }
        return new ElementType.Compound(bytes, members);
    }

    /** Version 1 had arrays only as members of compounds. */
    private static List<Integer> oldShape(Fields fields) {
        int rank = fields.u8();
        fields.skip(11);
        List<Integer> shape = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int side = fields.count32();
            if (i < rank) {
                shape.add(side);
            }
        }
        return shape;
    }

    private static int bytesFor(int largest) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(largest) + Byte.SIZE - 1) / Byte.SIZE;
    }

    private static ElementType enumeration(Fields fields, int version, int count, int bytes) {
        ElementType base = parse(fields);
        for (int i = 0; i < count; i++) {
            int start = fields.position();
            fields.text();
            if (version < 3) {
                fields.align8(start);
            }
        }
        fields.skip(count * base.bytes());
        return new ElementType.Other(bytes, "enumeration");
    }

    private static ElementType array(Fields fields, int version) {
        int rank = fields.u8();
        fields.skip(version < 3 ? 3 : 0);
        List<Integer> shape = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            shape.add(fields.count32());
        }
        fields.skip(version < 3 ? rank * Integer.BYTES : 0);
        return new ElementType.Array(shape, parse(fields));
    }
}
