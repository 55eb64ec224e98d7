package io.patchrank.models.ames;

/**
 * What a network needs to know of a gallery image, computed once and good for every query: its tokens rounded to
 * float16, as the reference rounds them in evaluation, or its codes. Immutable by convention; on the heap, so that it
 * can be cached.
 */
public sealed interface GalleryTokens {
    /** Descriptors of the image, at least 1. */
    int count();

    /** Bytes of memory, about. */
    int bytes();

    /** All values as float32, into {@code target} from {@code offset}. */
    void copyTo(float[] target, int offset);

    /** Tokens of full precision. @param values float16, row-major [count, D] */
    record Halves(int count, short[] values) implements GalleryTokens {
        static Halves of(int count, float[] tokens, int offset, int length) {
            short[] values = new short[length];
            for (int i = 0; i < length; i++) {
                values[i] = Float.floatToFloat16(tokens[offset + i]);
            }
            return new Halves(count, values);
        }

        @Override
        public int bytes() {
            return Short.BYTES * values.length;
        }

        @Override
        public void copyTo(float[] target, int offset) {
            for (int i = 0; i < values.length; i++) {
                target[offset + i] = Float.float16ToFloat(values[i]);
            }
        }
    }

    /** Binary codes. @param signs -1, 1, or 0 in the code of a zero descriptor; row-major [count, bits] */
    record Codes(int count, byte[] signs) implements GalleryTokens {
        static Codes of(int count, float[] codes, int offset, int length) {
            byte[] signs = new byte[length];
            for (int i = 0; i < length; i++) {
                signs[i] = (byte) codes[offset + i];
            }
            return new Codes(count, signs);
        }

        @Override
        public int bytes() {
            return signs.length;
        }

        @Override
        public void copyTo(float[] target, int offset) {
            for (int i = 0; i < signs.length; i++) {
                target[offset + i] = signs[i];
            }
        }
    }
}
