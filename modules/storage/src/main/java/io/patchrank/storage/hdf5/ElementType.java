package io.patchrank.storage.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Type of one element of a dataset. */
public sealed interface ElementType {
    /** Size of one element in the file. */
    int bytes();

    /** As h5py prints it, for messages. */
    String text();

    /** What a number is encoded as. */
    enum Encoding {
        FLOAT,
        SIGNED,
        UNSIGNED
    }

    /** A number of 1, 2, 4 or 8 bytes; floating-point ones are IEEE 754. */
    record Number(Encoding encoding, int bytes, ByteOrder order) implements ElementType {
        public boolean isFloat() {
            return encoding == Encoding.FLOAT;
        }

        /** The number at a byte of the buffer, whose order is set here. */
        public double get(ByteBuffer source, int at) {
            ByteBuffer ordered = source.order(order);
            return switch (encoding) {
                case FLOAT ->
                    switch (bytes) {
                        case Short.BYTES -> Float.float16ToFloat(ordered.getShort(at));
                        case Float.BYTES -> ordered.getFloat(at);
                        default -> ordered.getDouble(at);
                    };
                case SIGNED, UNSIGNED -> integer(ordered, at);
            };
        }

        private double integer(ByteBuffer ordered, int at) {
            long value =
                    switch (bytes) {
                        case Byte.BYTES -> ordered.get(at);
                        case Short.BYTES -> ordered.getShort(at);
                        case Integer.BYTES -> ordered.getInt(at);
                        default -> ordered.getLong(at);
                    };
            return encoding == Encoding.UNSIGNED && bytes < Long.BYTES ? value & (1L << Byte.SIZE * bytes) - 1 : value;
        }

        /** Rounds to this type. */
        void put(ByteBuffer target, int at, double value) {
            ByteBuffer ordered = target.order(order);
            switch (encoding) {
                case FLOAT -> {
                    switch (bytes) {
                        case Short.BYTES -> ordered.putShort(at, Float.floatToFloat16((float) value));
                        case Float.BYTES -> ordered.putFloat(at, (float) value);
                        default -> ordered.putDouble(at, value);
                    }
                }
                case SIGNED, UNSIGNED -> {
                    switch (bytes) {
                        case Byte.BYTES -> ordered.put(at, (byte) value);
                        case Short.BYTES -> ordered.putShort(at, (short) value);
                        case Integer.BYTES -> ordered.putInt(at, (int) (long) value);
                        default -> ordered.putLong(at, (long) value);
                    }
                }
            }
        }

        @Override
        public String text() {
            String kind =
                    switch (encoding) {
                        case FLOAT -> "float";
                        case SIGNED -> "int";
                        case UNSIGNED -> "uint";
                    };
            return kind + Byte.SIZE * bytes;
        }
    }

    /** A struct. */
    record Compound(int bytes, List<Member> members) implements ElementType {
        public Compound {
            members = List.copyOf(members);
        }

        public Optional<Member> member(String name) {
            return members.stream().filter(m -> m.name().equals(name)).findFirst();
        }

        @Override
        public String text() {
            return "compound of "
                    + String.join(
                            ", ",
                            members.stream()
                                    .map(m -> m.name() + " " + m.type().text())
                                    .toList());
        }
    }

    /** @param offset of the member in its element, in bytes */
    record Member(String name, int offset, ElementType type) {}

    /** An array of fixed shape within an element. */
    record Array(List<Integer> shape, ElementType element) implements ElementType {
        public Array {
            shape = List.copyOf(shape);
        }

        public int count() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }

        @Override
        public int bytes() {
            return Math.multiplyExact(count(), element.bytes());
        }

        @Override
        public String text() {
            return element.text() + shape;
        }
    }

    /** Strings, references, enumerations and whatever else no descriptor is made of. */
    record Other(int bytes, String text) implements ElementType {}
}
