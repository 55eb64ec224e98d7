package io.patchrank.storage;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import java.nio.file.Path;

/**
 * A file that cannot be read at all: every row that it once had answers with the reason, all other segments keep
 * working.
 */
record DamagedSegment(long id, Path file, long bytes, PatchrankException reason) implements Segment {
    /** Unknown, so that no row is taken for one that was never given. */
    @Override
    public int rows() {
        return Integer.MAX_VALUE;
    }

    @Override
    public LocalDescriptors locals(int row, int count, ReadBuffers buffers) {
        throw failure();
    }

    @Override
    public LocalDescriptors codes(int row, int count, ReadBuffers buffers) {
        throw failure();
    }

    @Override
    public float[] global(int row, ReadBuffers buffers) {
        throw failure();
    }

    @Override
    public String name(int row, ReadBuffers buffers) {
        throw failure();
    }

    @Override
    public void close() {}

    private PatchrankException failure() {
        return new PatchrankException(reason.code(), reason.subject(), reason.reason(), reason);
    }
}
