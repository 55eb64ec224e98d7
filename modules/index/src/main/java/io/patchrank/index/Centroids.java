package io.patchrank.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * Unit vectors in 8-bit codes.
 *
 * @param codes padded rows, one after the other ({@link Codes})
 * @param scales of each row
 */
record Centroids(byte[] codes, float[] scales) {
    static Centroids of(List<float[]> vectors) {
        byte[] codes = new byte[0];
        float[] scales = new float[vectors.size()];
        for (int i = 0; i < scales.length; i++) {
            Codes one = Codes.of(vectors.get(i));
            if (i == 0) {
                codes = new byte[scales.length * one.codes().length];
            }
            System.arraycopy(one.bytes(), 0, codes, i * one.codes().length, one.codes().length);
            scales[i] = one.scale();
        }
        return new Centroids(codes, scales);
    }

    int count() {
        return scales.length;
    }

    /** The cosines of some rows and the query, about. */
    float[] cosines(Codes query, int from, int to) {
        int width = query.codes().length;
        int[] dots = new int[to - from];
        CodeKernel.dots(query.codes(), codes, from * width, dots, dots.length);
        float[] cosines = new float[dots.length];
        for (int i = 0; i < dots.length; i++) {
            cosines[i] = dots[i] * query.scale() * scales[from + i];
        }
        return cosines;
    }

    void write(DataOutput out) throws IOException {
        out.writeVInt(scales.length);
        out.writeVInt(codes.length);
        out.writeBytes(codes, codes.length);
        for (float scale : scales) {
            out.writeInt(Float.floatToIntBits(scale));
        }
    }

    static Centroids read(DataInput in) throws IOException {
        float[] scales = new float[in.readVInt()];
        byte[] codes = new byte[in.readVInt()];
        in.readBytes(codes, 0, codes.length);
        in.readFloats(scales, 0, scales.length);
        return new Centroids(codes, scales);
    }
}
