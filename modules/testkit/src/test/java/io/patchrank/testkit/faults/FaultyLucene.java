package io.patchrank.testkit.faults;

import io.patchrank.storage.FaultyChannels.Operation;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/** A folder of Lucene that fails as long as it is told to. What is open is mapped, and read without the file system. */
final class FaultyLucene extends FilterDirectory {
    private volatile Optional<DiskFault> fault = Optional.empty();

    FaultyLucene(Directory target) {
        super(target);
    }

    void fail(DiskFault with) {
        fault = Optional.of(with);
    }

    void mend() {
        fault = Optional.empty();
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
