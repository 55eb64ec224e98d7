package io.patchrank.storage.hdf5;

/**
 * A rectangle of elements in any number of dimensions.
 *
 * @param start first element along each dimension
 * @param count elements along each dimension
 */
record Box(long[] start, int[] count) {
    int rank() {
        return start.length;
    }

    /** @throws ArithmeticException when the elements do not fit an array */
    int elements() {
        int elements = 1;
        for (int n : count) {
            elements = Math.multiplyExact(elements, n);
        }
        return elements;
    }

    boolean isEmpty() {
        for (int n : count) {
            if (n == 0) {
                return true;
            }
        }
        return false;
    }

    /** The elements of both; its counts are zero or negative where they do not meet. */
    Box and(Box other) {
        long[] from = new long[rank()];
        int[] n = new int[rank()];
        for (int d = 0; d < rank(); d++) {
            from[d] = Math.max(start[d], other.start[d]);
            n[d] = (int) (Math.min(start[d] + count[d], other.start[d] + other.count[d]) - from[d]);
        }
        return new Box(from, n);
    }

    /**
     * Copies the elements of {@code part} from one row-major array to another; {@code part} lies in both boxes.
     *
     * @param size of an element in bytes
     */
    static void copy(Box part, Box from, byte[] source, Box to, byte[] target, int size) {
        if (part.rank() == 0) {
            System.arraycopy(source, 0, target, 0, size);
            return;
        }
        copy(part, from, source, 0, to, target, 0, 0, size);
    }

    private static void copy(
            Box part, Box from, byte[] source, int sourceRow, Box to, byte[] target, int targetRow, int d, int size) {
        int sourceAt = sourceRow * from.count[d] + (int) (part.start[d] - from.start[d]);
        int targetAt = targetRow * to.count[d] + (int) (part.start[d] - to.start[d]);
        if (d == part.rank() - 1) {
            System.arraycopy(source, sourceAt * size, target, targetAt * size, part.count[d] * size);
            return;
        }
        for (int i = 0; i < part.count[d]; i++) {
            copy(part, from, source, sourceAt + i, to, target, targetAt + i, d + 1, size);
        }
    }
}
