package io.patchrank.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Working memory of one read call, reused from image to image: a row is several hundred kilobytes, and allocating it a
 * hundred times a query would keep the collector busy. Not thread-safe.
 */
final class ReadBuffers {
    private byte[] bytes = new byte[0];
    private short[] halves = new short[0];
    private float[] numbers = new float[0];

    /** Little-endian, position 0, limit {@code size}; valid until the next call. */
    ByteBuffer bytes(int size) {
        if (bytes.length < size) {
            bytes = new byte[size];
        }
        return ByteBuffer.wrap(bytes, 0, size).order(ByteOrder.LITTLE_ENDIAN);
    }

    short[] halves(int size) {
        if (halves.length < size) {
            halves = new short[size];
        }
        return halves;
    }

    float[] numbers(int size) {
        if (numbers.length < size) {
            numbers = new float[size];
        }
        return numbers;
    }
}
