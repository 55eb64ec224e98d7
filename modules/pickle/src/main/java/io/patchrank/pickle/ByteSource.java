package io.patchrank.pickle;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes by position: of a file, or of a byte string found in one. */
sealed interface ByteSource {
    long length();

    /** Fills {@code target} from {@code position} on. */
    void read(long position, ByteBuffer target) throws IOException;

    /** A little-endian part that stays valid after the source is closed: a mapping of a file, a view of memory. */
    ByteBuffer slice(long position, int length) throws IOException;

    /** An open file; whoever opened the channel closes it. */
    record OfFile(FileChannel channel, long length) implements ByteSource {
        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            long at = position;
            while (target.hasRemaining()) {
                int read = channel.read(target, at);
                if (read < 0) {
                    throw new EOFException();
                }
                at += read;
            }
        }

        @Override
        public ByteBuffer slice(long position, int length) throws IOException {
            return channel.map(MapMode.READ_ONLY, position, length).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Bytes in memory, not copied. */
    record OfMemory(ByteBuffer bytes) implements ByteSource {
        @Override
        public long length() {
            return bytes.limit();
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            int count = target.remaining();
            if (position + count > bytes.limit()) {
                throw new EOFException();
            }
            target.put(bytes.slice((int) position, count));
        }

        @Override
        public ByteBuffer slice(long position, int length) {
            return bytes.slice((int) position, length).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** What is done with an open source. */
    interface Work<T> {
        T read(ByteSource source) throws IOException;
    }

    /**
     * Opens a file for the time of {@code work}.
     *
     * @throws PatchrankException {@code NOT_FOUND}, {@code IO_FAILED}, or the origin's code when it is no regular file
     *     or ends too early
     */
    static <T> T reading(Path file, Origin origin, Work<T> work) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw origin.invalid("is a folder or device, not a file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return work.read(new OfFile(channel, channel.size()));
        } catch (NoSuchFileException e) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, origin.subject(), "no such file", e);
        } catch (EOFException e) {
            throw origin.invalid("ends too early; is the file complete?", e);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, origin.subject(), "cannot be read: " + e.getMessage(), e);
        }
    }
}
