package io.patchrank.storage;

import io.patchrank.api.feature.LocalDescriptors;
import java.nio.file.Path;

/**
 * Rows with consecutive numbers in one file. Reads are thread-safe; they fail with {@code DATA_CORRUPT} where the file
 * is damaged. A row number outside {@code 0..rows()-1} is the caller's to refuse.
 */
sealed interface Segment extends AutoCloseable permits Journal, Shard, DamagedSegment {
    long id();

    Path file();

    int rows();

    /** Size on disk. */
    long bytes();

    /** The first {@code count} descriptors of a row, 1..topK. */
    LocalDescriptors locals(int row, int count, ReadBuffers buffers);

    /** The first {@code count} codes of a row as descriptors; only where codes are kept. */
    LocalDescriptors codes(int row, int count, ReadBuffers buffers);

    float[] global(int row, ReadBuffers buffers);

    /** The name that the row was appended with; empty where codes are kept alone. */
    String name(int row, ReadBuffers buffers);

    @Override
    void close();
}
