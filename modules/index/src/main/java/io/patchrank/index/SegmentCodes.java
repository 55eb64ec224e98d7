package io.patchrank.index;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.FloatHeap;

/**
 * The descriptors of one segment again in 8 bits, on the heap, for a scan that reads a quarter of the bytes and yet
 * misses nothing: with {@code x = s c + e} and the query {@code q = t p + f}, the cosine {@code q x} differs from
 * {@code t s (p c)} by at most {@code |f| |x| + |t p| |e|} (Cauchy-Schwarz). What may be among the nearest by that bound
 * is compared by its floats. Immutable and thread-safe.
 */
final class SegmentCodes {
    static final int STEP = 32;

    /** Rows of an array; a multiple of {@link #BLOCK}. */
    static final int CHUNK = 4096;
    /** Rows whose products are computed together. */
    private static final int BLOCK = 64;
    /** Descriptors have length 1 within {@link UnitVectors}' tolerance. */
    private static final float LONGEST = 1.01f;
    /** Rounding of the floats in which bounds and cosines are computed. */
    private static final float ROUNDING = 1e-5f;

    private final byte[][] codes;
    private final float[] scales;
    private final float[] errors;
    private final int width;

    private SegmentCodes(byte[][] codes, float[] scales, float[] errors, int width) {
        this.codes = codes;
        this.scales = scales;
        this.errors = errors;
        this.width = width;
    }

    /** Whether this JVM was started with the module that the kernel needs. */
    static boolean isSupported() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    static int padded(int dimension) {
        return (dimension + STEP - 1) / STEP * STEP;
    }

    static SegmentCodes of(FloatVectorValues descriptors) throws IOException {
        int rows = descriptors.size();
        int width = padded(descriptors.dimension());
        byte[][] codes = new byte[(rows + CHUNK - 1) / CHUNK][];
        float[] scales = new float[rows];
        float[] errors = new float[rows];
        for (int row = 0; row < rows; row++) {
            if (row % CHUNK == 0) {
                codes[row / CHUNK] = new byte[Math.min(CHUNK, rows - row) * width];
            }
            Codes one = Codes.of(descriptors.vectorValue(row));
            int at = row % CHUNK * width;
            for (int i = 0; i < width; i++) {
                codes[row / CHUNK][at + i] = (byte) one.codes()[i];
            }
            scales[row] = one.scale();
            errors[row] = one.error();
        }
        return new SegmentCodes(codes, scales, errors, width);
    }

    int rows() {
        return scales.length;
    }

    /**
     * Adds those of some rows that may be among the {@code limit} nearest of all.
     *
     * @param from a multiple of {@link #CHUNK}
     * @param to the row behind the last one
     * @param best the largest lower bounds of the cosines so far, {@code limit} at most
     * @param candidates get document numbers of the reader, and the upper bound of the cosine
     */
    void scan(
            Codes query,
            int from,
            int to,
            FloatVectorValues descriptors,
            Bits live,
            int docBase,
            int limit,
            FloatHeap best,
            Candidates candidates) {
        float queryError = query.error() * LONGEST + ROUNDING;
        float queryLength = (float) query.length();
        int[] dots = new int[BLOCK];
        for (int first = from; first < to; first += BLOCK) {
            int count = Math.min(BLOCK, to - first);
            CodeKernel.dots(query.codes(), codes[first / CHUNK], first % CHUNK * width, dots, count);
            for (int i = 0; i < count; i++) {
                int row = first + i;
                float about = dots[i] * (query.scale() * scales[row]);
                float bound = queryError + queryLength * errors[row];
                if (best.size() < limit || about + bound >= best.peek()) {
                    int doc = descriptors.ordToDoc(row);
                    if (live.get(doc)) {
                        best.offer(about - bound);
                        candidates.add(docBase + doc, about + bound);
                    }
                }
            }
        }
    }
}
