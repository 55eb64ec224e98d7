package io.patchrank.testkit.faults;

import io.patchrank.storage.FaultyChannels.Operation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/** A folder of Lucene that fails, or keeps who writes waiting, as long as it is told to. What is open is mapped, and read without the file system. */
final class FaultyLucene extends FilterDirectory {
    private volatile Optional<DiskFault> fault = Optional.empty();
    private volatile CountDownLatch held = new CountDownLatch(0);

    FaultyLucene(Directory target) {
        super(target);
    }

    void fail(DiskFault with) {
        fault = Optional.of(with);
    }

    /** No commit gets to the disk until {@link #mend}. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void mend() {
        fault = Optional.empty();
        held.countDown();
    }

    private void attempt(Operation operation) throws IOException {
        Optional<DiskFault> now = fault.filter(f -> f.operations().contains(operation));
        if (now.isPresent()) {
            throw now.get().failure();
        }
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        attempt(Operation.OPEN_TO_READ);
        return super.openInput(name, context);
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        attempt(Operation.OPEN_TO_WRITE);
        return new FilterIndexOutput("faulty " + name, name, super.createOutput(name, context)) {
            @Override
            public void writeByte(byte b) throws IOException {
                attempt(Operation.WRITE);
                super.writeByte(b);
            }

            @Override
            public void writeBytes(byte[] b, int offset, int length) throws IOException {
                attempt(Operation.WRITE);
                super.writeBytes(b, offset, length);
            }
        };
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the disk was held");
        }
        attempt(Operation.FORCE);
        super.sync(names);
    }

    @Override
    public void syncMetaData() throws IOException {
        attempt(Operation.FORCE);
        super.syncMetaData();
    }

    @Override
    public void rename(String source, String target) throws IOException {
        attempt(Operation.MOVE);
        super.rename(source, target);
    }
}
