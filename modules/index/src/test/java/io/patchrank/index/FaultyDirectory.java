package io.patchrank.index;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A directory in memory whose writing operations run out of disk when they are told to. */
final class FaultyDirectory extends FilterDirectory {
    private final AtomicLong allowed = new AtomicLong(Long.MAX_VALUE);

    FaultyDirectory() {
        super(new ByteBuffersDirectory());
    }

    /** So many operations succeed; all after them fail until this is called again. */
    void allow(long operations) {
        allowed.set(operations);
    }

    void allowAll() {
        allow(Long.MAX_VALUE);
    }

    private void spend() throws IOException {
        if (allowed.getAndDecrement() <= 0) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        spend();
        return new FilterIndexOutput("faulty " + name, name, super.createOutput(name, context)) {
            /** Where a buffered file reaches the disk. */
            @Override
            public void close() throws IOException {
                try {
                    spend();
                } finally {
                    super.close();
                }
            }
        };
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
        spend();
        super.sync(names);
    }

    @Override
    public void rename(String source, String dest) throws IOException {
        spend();
        super.rename(source, dest);
    }

    @Override
    public void syncMetaData() throws IOException {
        spend();
        super.syncMetaData();
    }

    /** What a disk holds is still there for the next who opens it. */
    @Override
    public void close() {}
}
