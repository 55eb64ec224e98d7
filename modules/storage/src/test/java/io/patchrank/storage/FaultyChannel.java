package io.patchrank.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** One channel of {@link FaultyChannels}: passes everything on, unless told to fail. */
final class FaultyChannel extends FileChannel {
    private final FileChannel target;
    private final Path file;
    private final FaultyChannels faults;

    FaultyChannel(FileChannel target, Path file, FaultyChannels faults) {
        this.target = target;
        this.file = file;
        this.faults = faults;
    }

    /** As a disk does: what still fits is written, the next write fails. */
    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        faults.attempt(FaultyChannels.Operation.WRITE);
        int allowed = (int) Math.min(Math.min(source.remaining(), faults.largestWrite), faults.bytesLeft.get());
        if (allowed == 0 && source.hasRemaining()) {
            throw new IOException("No space left on device");
        }
        int limit = source.limit();
        source.limit(source.position() + allowed);
        int written = target.write(source, position);
        source.limit(limit);
        faults.bytesLeft.addAndGet(-written);
        faults.watcher().wrote(file);
        return written;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int written = write(source, target.position());
        target.position(target.position() + written);
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            written += write(sources[i]);
        }
        return written;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        faults.beforeForce.run();
        faults.forces.incrementAndGet();
        faults.attempt(FaultyChannels.Operation.FORCE);
        if (faults.forceFails) {
            throw new IOException("Input/output error");
        }
        target.force(metaData);
        faults.watcher().forced(file);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (faults.truncateFails) {
            throw new IOException("Input/output error");
        }
        target.truncate(size);
        return this;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        faults.attempt(FaultyChannels.Operation.READ);
        return target.read(destination);
    }

    @Override
    public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
        faults.attempt(FaultyChannels.Operation.READ);
        return target.read(destinations, offset, length);
    }

    @Override
    public int read(ByteBuffer destination, long position) throws IOException {
        faults.attempt(FaultyChannels.Operation.READ);
        return target.read(destination, position);
    }

    @Override
    public long position() throws IOException {
        return target.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        target.position(newPosition);
        return this;
    }

    @Override
    public long size() throws IOException {
        return target.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel destination) throws IOException {
        return target.transferTo(position, count, destination);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        return target.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return target.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return target.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return target.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        target.close();
    }
}
