package io.patchrank.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A pickle put together by hand, one instruction after another. */
public final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Instructions that are characters, such as {@code "]("}, or texts of protocol 0. */
    public PickleBytes raw(String latin) {
        out.writeBytes(latin.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public PickleBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public PickleBytes op(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    public PickleBytes proto(int version) {
        return op(0x80, version);
    }

    public PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return raw("X").little(utf8.length, Integer.BYTES).raw(utf8);
    }

    public PickleBytes bytes(byte[] bytes) {
        return raw("B").little(bytes.length, Integer.BYTES).raw(bytes);
    }

    public PickleBytes integer(long value) {
        return value == (int) value
                ? raw("J").little(value, Integer.BYTES)
                : op(0x8A, Long.BYTES).little(value, Long.BYTES);
    }

    public PickleBytes integers(long... values) {
        raw("(");
        for (long value : values) {
            integer(value);
        }
        return raw("t");
    }

    public PickleBytes global(String module, String name) {
        return raw("c" + module + "\n" + name + "\n");
    }

    public PickleBytes little(long value, int width) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(bytes, 0, width);
        return this;
    }

    /** Ends the pickle. */
    public byte[] stop() {
        return raw(".").toBytes();
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }
}
