package io.patchrank.pipeline.index;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        Path file = folder.resolve(digest(bytes) + (extension.matches() ? extension.group(1) : ""));
        if (Files.exists(file)) {
            return file;
        }
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "upload", ".tmp");
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, file.toString(), "the upload was not kept: " + e, e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
