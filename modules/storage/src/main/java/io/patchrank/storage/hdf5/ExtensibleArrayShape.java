package io.patchrank.storage.hdf5;

/**
 * How an extensible array is cut into blocks, each super block with more and larger data blocks than the one before
 * (specification VII.D).
 *
 * @param inIndexBlock elements that stand in the index block itself
 * @param leastElements of a data block
 * @param leastPointers of a super block
 */
record ExtensibleArrayShape(int indexBits, int inIndexBlock, int leastElements, int leastPointers, int pageBits) {
    static ExtensibleArrayShape parse(Fields header) {
        return new ExtensibleArrayShape(header.u8(), header.u8(), header.u8(), header.u8(), header.u8());
    }

    /** Bytes of an index into the array. */
    int offsetBytes() {
        return (indexBits + Byte.SIZE - 1) / Byte.SIZE;
    }

    int superBlocks() {
        return 1 + indexBits - log2(leastElements);
    }

    /** The first super blocks have no block of their own: the index block points to their data blocks. */
    int directSuperBlocks() {
        return 2 * log2(leastPointers);
    }

    int dataBlocks(int superBlock) {
        return 1 << superBlock / 2;
    }

    long dataBlockElements(int superBlock) {
        return (1L << (superBlock + 1) / 2) * leastElements;
    }

    int dataBlocksBefore(int superBlock) {
        int blocks = 0;
        for (int s = 0; s < superBlock; s++) {
            blocks += dataBlocks(s);
        }
        return blocks;
    }

    long elementsBefore(int superBlock) {
        long elements = 0;
        for (int s = 0; s < superBlock; s++) {
            elements += dataBlocks(s) * dataBlockElements(s);
        }
        return elements;
    }

    long pageElements() {
        return 1L << pageBits;
    }

    /** Bytes that say which pages of a data block were written; 0 where data blocks have no pages. */
    int pageBitmapBytes(int superBlock) {
        long elements = dataBlockElements(superBlock);
        return elements <= pageElements() ? 0 : (int) ((elements / pageElements() + 7) / 8);
    }

    private static int log2(int powerOfTwo) {
        return Integer.numberOfTrailingZeros(powerOfTwo);
    }
}
