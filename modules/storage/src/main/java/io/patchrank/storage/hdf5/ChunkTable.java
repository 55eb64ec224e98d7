package io.patchrank.storage.hdf5;

import java.util.Arrays;

/** Where each chunk stands in the file, by its row-major number. 16 bytes a chunk. */
final class ChunkTable {
    private static final int MOST = 1 << 26;

    private final ChunkShape shape;
    private final long[] addresses;
    private final int[] sizes;
    private final int[] skippedFilters;

    /** @throws IllegalArgumentException when there are more chunks than memory for their places */
    ChunkTable(ChunkShape shape) {
        this.shape = shape;
        int count = shape.count();
        if (count > MOST) {
            throw new IllegalArgumentException(count + " chunks, at most " + MOST + " can be read");
        }
        addresses = new long[count];
        sizes = new int[count];
        skippedFilters = new int[count];
        Arrays.fill(addresses, Fields.UNDEFINED);
    }

    ChunkShape shape() {
        return shape;
    }

    /** Chunks that lie outside the dataset (it was made smaller) are left out. */
    void put(long[] scaled, long address, long size, int skipped) {
        int number = shape.number(scaled);
        if (number >= 0 && address != Fields.UNDEFINED) {
            addresses[number] = address;
            sizes[number] = Math.toIntExact(size);
            skippedFilters[number] = skipped;
        }
    }

    boolean isWritten(int number) {
        return addresses[number] != Fields.UNDEFINED;
    }

    long address(int number) {
        return addresses[number];
    }

    int size(int number) {
        return sizes[number];
    }

    int skippedFilters(int number) {
        return skippedFilters[number];
    }
}
