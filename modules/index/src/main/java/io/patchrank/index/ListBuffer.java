package io.patchrank.index;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexOutput;

/** One inverted list until it is written: the codes of all its rows, then scale, error and ordinal of each. */
final class ListBuffer {
    /** Beside the codes of a row. */
    static final int NUMBERS = 3;

    private byte[] codes = new byte[0];
    private int[] numbers = new int[NUMBERS];
    private int size;

    void add(byte[] row, float scale, float error, int ordinal) {
        if ((size + 1) * row.length > codes.length) {
            codes = Arrays.copyOf(codes, 2 * (size + 1) * row.length);
        }
        System.arraycopy(row, 0, codes, size * row.length, row.length);
        if (NUMBERS * size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * numbers.length);
        }
        numbers[NUMBERS * size] = Float.floatToIntBits(scale);
        numbers[NUMBERS * size + 1] = Float.floatToIntBits(error);
        numbers[NUMBERS * size + 2] = ordinal;
        size++;
    }

    /** Writes and empties. */
    void flush(IndexOutput out, int width) throws IOException {
        out.writeBytes(codes, size * width);
        for (int i = 0; i < NUMBERS * size; i++) {
            out.writeInt(numbers[i]);
        }
        size = 0;
    }
}
