package io.patchrank.storage;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Positional reads of one file by any number of threads. A {@link FileChannel} is closed under all its readers when one
 * of them is interrupted (a cancelled query); this reader opens it again for the others.
 */
public final class PositionalReader implements Closeable {
    private final ChannelOpener opener;
    private final Path file;
    private FileChannel channel;
    private boolean closed;

    public PositionalReader(ChannelOpener opener, Path file) throws IOException {
        this.opener = opener;
        this.file = file;
        this.channel = open();
    }

    /**
     * Fills the buffer from its position to its limit, and flips back to where it began.
     *
     * @throws ClosedByInterruptException when the calling thread is interrupted
     * @throws EOFException when the file ends first
     */
    public void read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        while (true) {
            FileChannel current = current();
            try {
                readFully(current, target, position);
                target.position(start);
                return;
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                reopen(current);
                target.position(start);
            }
        }
    }

    public long size() throws IOException {
        while (true) {
            FileChannel current = current();
            try {
                return current.size();
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                reopen(current);
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }

    private static void readFully(FileChannel from, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int read = from.read(target, at);
            if (read < 0) {
                throw new EOFException("the file ends at byte " + at);
            }
            at += read;
        }
    }

    private synchronized FileChannel current() {
        return channel;
    }

    private synchronized void reopen(FileChannel broken) throws IOException {
        if (closed) {
            throw new IOException("the storage is closed");
        }
        if (channel == broken) {
            channel = open();
        }
    }

    private FileChannel open() throws IOException {
        return opener.open(file, Set.of(StandardOpenOption.READ));
    }
}
