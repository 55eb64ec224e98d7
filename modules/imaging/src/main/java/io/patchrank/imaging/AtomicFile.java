package io.patchrank.imaging;

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
 * failure.
 */
public final class AtomicFile {
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
        Path temporary = file.resolveSibling(file.getFileName() + "."
                + ProcessHandle.current().pid() + "." + Thread.currentThread().threadId() + ".tmp");
        try {
            try {
                writeDurably(temporary, content);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            forceFolderOf(file);
        } catch (IOException e) {
            throw DiskFailure.typed(e, file, "the file cannot be written");
        }
    }

    private static void writeDurably(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
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
