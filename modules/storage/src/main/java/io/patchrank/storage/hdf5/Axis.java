package io.patchrank.storage.hdf5;

import java.util.Arrays;

/** The coordinates that a selection takes along one dimension, ascending. */
sealed interface Axis {
    int count();

    long at(int i);

    /** Position of the first coordinate that is not below {@code coordinate}; {@link #count()} when there is none. */
    int firstFrom(long coordinate);

    /** {@code count} blocks of {@code block} coordinates, {@code stride} apart. */
    record Regular(long start, long stride, int blocks, int block) implements Axis {
        public Regular {
            // With one block the stride means nothing, and is often less than the block.
            stride = Math.max(stride, block);
        }

        @Override
        public int count() {
            return Math.multiplyExact(blocks, block);
        }

        @Override
        public long at(int i) {
            return start + i / block * stride + i % block;
        }

        @Override
        public int firstFrom(long coordinate) {
            if (coordinate <= start) {
                return 0;
            }
            long which = (coordinate - start) / stride;
            long within = Math.min((coordinate - start) % stride, block);
            return (int) Math.min(which * block + within, count());
        }
    }

    record Listed(long[] coordinates) implements Axis {
        @Override
        public int count() {
            return coordinates.length;
        }

        @Override
        public long at(int i) {
            return coordinates[i];
        }

        @Override
        public int firstFrom(long coordinate) {
            int found = Arrays.binarySearch(coordinates, coordinate);
            return found < 0 ? -found - 1 : found;
        }
    }
}
