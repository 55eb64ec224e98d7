package io.patchrank.storage.hdf5;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The fields of one structure of the file, read one after the other. Numbers are little-endian and unsigned. */
final class Fields {
    /** An address that is not set: all bits one. */
    static final long UNDEFINED = -1;

    private final ByteBuffer bytes;
    private final int offsetSize;
    private final int lengthSize;

    Fields(ByteBuffer bytes, int offsetSize, int lengthSize) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.offsetSize = offsetSize;
        this.lengthSize = lengthSize;
    }

    int u8() {
        return bytes.get() & 0xFF;
    }

    int u16() {
        return bytes.getShort() & 0xFFFF;
    }

    long u32() {
        return bytes.getInt() & 0xFFFF_FFFFL;
    }

    /** A count that must fit an int. */
    int count32() {
        return Math.toIntExact(u32());
    }

    long u64() {
        return bytes.getLong();
    }

    /** A number of 1 to 8 bytes. */
    long number(int size) {
        if (size < 0 || size > Long.BYTES) {
            throw new IllegalArgumentException("a number of " + size + " bytes");
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) u8() << (Byte.SIZE * i);
        }
        return value;
    }

    /** {@link #UNDEFINED} whatever the size of addresses. */
    long address() {
        long value = number(offsetSize);
        boolean undefined = offsetSize < Long.BYTES && value == (1L << (Byte.SIZE * offsetSize)) - 1;
        return undefined ? UNDEFINED : value;
    }

    long length() {
        return number(lengthSize);
    }

    /** Characters up to a zero byte, which is passed over. */
    String text() {
        int start = bytes.position();
        int end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        String text = utf8(end - start);
        skip(1);
        return text;
    }

    String utf8(int length) {
        return new String(take(length), StandardCharsets.UTF_8);
    }

    byte[] take(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    /** The next {@code length} bytes as fields of their own. */
    Fields part(int length) {
        return new Fields(ByteBuffer.wrap(take(length)), offsetSize, lengthSize);
    }

    Fields skip(int length) {
        bytes.position(bytes.position() + length);
        return this;
    }

    /** Passes over the filling up to a multiple of eight, counted from {@code start}. */
    void align8(int start) {
        skip((start - bytes.position()) & 7);
    }

    int position() {
        return bytes.position();
    }

    int remaining() {
        return bytes.remaining();
    }

    boolean startsWith(String signature) {
        return bytes.remaining() >= signature.length()
                && utf8(signature.length()).equals(signature);
    }
}
