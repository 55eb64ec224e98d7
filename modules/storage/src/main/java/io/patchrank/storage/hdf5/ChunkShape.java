package io.patchrank.storage.hdf5;

/**
 * How a dataset is cut into chunks.
 *
 * @param extent of the dataset
 * @param sides of a chunk in elements
 */
record ChunkShape(Extent extent, int[] sides, int elementBytes) {
    int rank() {
        return sides.length;
    }

    /** Elements of a chunk, those beyond the dataset's edge included. */
    int chunkElements() {
        int elements = 1;
        for (int side : sides) {
            elements = Math.multiplyExact(elements, side);
        }
        return elements;
    }

    int chunkBytes() {
        return Math.multiplyExact(chunkElements(), elementBytes);
    }

    /** Chunks along a dimension. */
    long along(int d) {
        return chunks(extent.shape()[d], d);
    }

    /** Chunks along a dimension that has grown to its limit. */
    long alongMax(int d) {
        long max = extent.max()[d];
        return max == Extent.UNLIMITED ? along(d) : chunks(max, d);
    }

    private long chunks(long length, int d) {
        return (length + sides[d] - 1) / sides[d];
    }

    int count() {
        long count = 1;
        for (int d = 0; d < rank(); d++) {
            count = Math.multiplyExact(count, along(d));
        }
        return Math.toIntExact(count);
    }

    /** Row-major number of the chunk at {@code scaled} chunks from the origin; -1 when it lies outside. */
    int number(long[] scaled) {
        long number = 0;
        for (int d = 0; d < rank(); d++) {
            if (scaled[d] < 0 || scaled[d] >= along(d)) {
                return -1;
            }
            number = number * along(d) + scaled[d];
        }
        return (int) number;
    }

    /** Inverse of {@link #number}. */
    long[] scaled(int number) {
        long[] scaled = new long[rank()];
        long rest = number;
        for (int d = rank() - 1; d >= 0; d--) {
            scaled[d] = rest % along(d);
            rest /= along(d);
        }
        return scaled;
    }

    Box box(long[] scaled) {
        long[] start = new long[rank()];
        for (int d = 0; d < rank(); d++) {
            start[d] = scaled[d] * sides[d];
        }
        return new Box(start, sides);
    }

    /** Whether the chunk hangs over the edge of the dataset. */
    boolean isPartial(long[] scaled) {
        for (int d = 0; d < rank(); d++) {
            if ((scaled[d] + 1) * sides[d] > extent.shape()[d]) {
                return true;
            }
        }
        return false;
    }
}
