package io.patchrank.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * First bytes of an HDF5 file, superblock version 2 (HDF5 File Format Specification 3.0, II.A). jhdf opens a file that
 * was cut short and returns wrong data from it, so the length is compared here first.
 */
final class Hdf5Superblock {
    private static final long SIGNATURE = 0x0a1a_0a0d_4644_4889L; // "\x89HDF\r\n\x1a\n"
    private static final int VERSION_AT = 8;
    private static final int VERSION = 2;
    private static final int END_OF_FILE_AT = 28;
    private static final int BYTES = 48;

    private Hdf5Superblock() {}

    /**
     * Fails with {@code DATA_CORRUPT} unless the file is as long as its superblock says.
     *
     * @return that length
     */
    static long requireWhole(PositionalReader reader, Path file) throws IOException {
        long size = reader.size();
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(BYTES, size)).order(ByteOrder.LITTLE_ENDIAN);
        reader.read(start, 0);
        if (size < BYTES || start.getLong(0) != SIGNATURE || start.get(VERSION_AT) != VERSION) {
            throw StorageFailures.corrupt(file, "does not begin like a shard; restore the file");
        }
        long end = start.getLong(END_OF_FILE_AT);
        if (end != size) {
            throw StorageFailures.corrupt(
                    file, "has " + size + " bytes, its superblock says " + end + "; restore the file");
        }
        return size;
    }
}
