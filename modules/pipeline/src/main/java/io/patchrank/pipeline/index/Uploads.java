package io.patchrank.pipeline.index;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.FullDisk;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.imaging.ImageFile;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Images that came as bytes, kept as files named by their digest: the same bytes are kept once. Blocks. */
final class Uploads {
    private static final Pattern EXTENSION = Pattern.compile(".*(\\.[a-z0-9]{1,5})");

    private final Path folder;

    Uploads(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the bytes durably.
     *
     * @param name only its ending is used
     * @return the file, absolute
     */
    Path keep(String name, byte[] bytes) {
        Matcher extension = EXTENSION.matcher(name.toLowerCase(Locale.ROOT));
        Path file = folder.resolve(ImageFile.sha256(bytes) + (extension.matches() ? extension.group(1) : ""));
        if (Files.exists(file)) {
            return file;
        }
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "upload", ".tmp");
            try {
                write(temporary, bytes);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            forceFolder();
            return file;
        } catch (IOException e) {
            throw FullDisk.isCauseOf(e)
                    ? new PatchrankException(
                            ErrorCode.DISK_FULL,
                            file.toString(),
                            "the disk is full, the upload was not kept; free some space and put it again",
                            e)
                    : new PatchrankException(ErrorCode.IO_FAILED, file.toString(), "the upload was not kept: " + e, e);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** So that the new name outlives a power failure; Windows does not let a folder be opened. */
    private void forceFolder() throws IOException {
        if (File.separatorChar == '/') {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
