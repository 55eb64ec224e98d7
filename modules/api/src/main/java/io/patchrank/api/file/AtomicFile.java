package io.patchrank.api.file;

import io.patchrank.api.error.DiskFailure;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a whole file beside its place, then moves it there: readers see the old file or the new one, also after a power
 * failure. A crash may leave a file that ends with {@code .tmp}.
 */
public final class AtomicFile {
    /** What is to stand in a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Makes a file under the name that it is given, forced to disk. */
    @FunctionalInterface
    public interface Writer {
        void write(Path temporary) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Whether {@link #write} has a chance.
     *
     * @throws PatchrankException IO_FAILED when the folder is missing or may not be written
     */
    public static void requireWritable(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new PatchrankException(
                    ErrorCode.IO_FAILED,
                    file.toString(),
                    "the file cannot be written there: its folder is missing or may not be written");
        }
    }

    /** @throws PatchrankException DISK_FULL or IO_FAILED, naming the file */
    public static void write(Path file, byte[] content) {
        try {
            write(file, channel -> writeFully(channel, ByteBuffer.wrap(content)));
        } catch (IOException e) {
            throw DiskFailure.typed(e, file, "the file cannot be written");
        }
    }

    /** For callers that have words of their own for what the file system refuses. */
    public static void write(Path file, Content content) throws IOException {
        place(file, temporary -> {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                content.writeTo(channel);
                channel.force(true);
            }
        });
    }

    /** For files that others write, such as a library. */
    public static void place(Path file, Writer writer) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + "."
                + ProcessHandle.current().pid() + "." + Thread.currentThread().threadId() + ".tmp");
        try {
            writer.write(temporary);
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Gives a file that has been written elsewhere in the folder its name. */
    public static void publish(Path written, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        move(written, file);
    }

    /** A channel may write less than it is given. */
    public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        forceFolderOf(to);
    }

    /** So that the new name outlives a power failure; Windows does not let a folder be opened. */
    private static void forceFolderOf(Path file) throws IOException {
        if (File.separatorChar == '/') {
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }
}
