package io.patchrank.index;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/** Codes of equal width in a file, one row after the other; for one thread. */
final class CodeFile {
    private final IndexInput in;
    private final int dimension;
    private final byte[] codes;

    /** @param in of rows that {@link #append} has written */
    CodeFile(IndexInput in, int dimension) {
        this.in = in;
        this.dimension = dimension;
        this.codes = new byte[Codes.padded(dimension)];
    }

    static void append(Codes row, IndexOutput out) throws IOException {
        byte[] bytes = row.bytes();
        out.writeBytes(bytes, bytes.length);
        out.writeInt(Float.floatToIntBits(row.scale()));
        out.writeInt(Float.floatToIntBits(row.error()));
    }

    /** The descriptor, as far as its codes tell. */
    float[] vector(int row) throws IOException {
        seek(row);
        float scale = Float.intBitsToFloat(in.readInt());
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = scale * codes[i];
        }
        return vector;
    }

    void copy(int row, ListBuffer to) throws IOException {
        seek(row);
        to.add(codes, Float.intBitsToFloat(in.readInt()), Float.intBitsToFloat(in.readInt()), row);
    }

    private void seek(int row) throws IOException {
        in.seek((long) row * (codes.length + 2 * Float.BYTES));
        in.readBytes(codes, 0, codes.length);
    }
}
