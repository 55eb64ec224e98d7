package io.patchrank.imaging;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The whole content of a file with its digest. Immutable by convention: {@link #bytes()} is not copied.
 *
 * <p>Reading blocks on the disk: never on an event loop.
 */
public final class ImageFile {
    /** 256 MiB: above any photograph within the default pixel limit. */
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    private static final int PIECE = 1 << 16;

    private final Path path;
    private final byte[] bytes;
    private final String sha256;

    private ImageFile(Path path, byte[] bytes, String sha256) {
        this.path = path;
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    /**
     * Reads the file and computes its digest.
     *
     * @param maxBytes a longer file is refused unread
     * @throws PatchrankException {@code FILE_VANISHED} when there is no such file any more; {@code UNREADABLE_FILE} when
     *     it may not be read, or is a folder, pipe or device (these are never opened: opening a pipe waits);
     *     {@code EMPTY_FILE}; {@code IMAGE_TOO_LARGE}; {@code IO_FAILED} when this process has too many files open
     */
    public static ImageFile read(Path path, long maxBytes) {
        return typed(path, maxBytes, () -> {
            requireReadable(path, Files.readAttributes(path, BasicFileAttributes.class), maxBytes);
            try (InputStream in = Files.newInputStream(path)) {
                return content(path, in, maxBytes);
            }
        });
    }

    /**
     * What is known of a content that was not kept.
     *
     * @param sha256 64 hexadecimal digits
     */
    public record Digest(String sha256, long size) {}

    /**
     * Reads the file piece by piece and computes its digest, in little memory however long it is.
     *
     * @throws PatchrankException as {@link #read}
     */
    public static Digest digest(Path path, long maxBytes) {
        return typed(path, maxBytes, () -> {
            requireReadable(path, Files.readAttributes(path, BasicFileAttributes.class), maxBytes);
            try (InputStream in = Files.newInputStream(path)) {
                return digest(path, in, maxBytes);
            }
        });
    }

    private static Digest digest(Path path, InputStream in, long maxBytes) throws IOException {
        MessageDigest digest = newDigest();
        byte[] piece = new byte[PIECE];
        long size = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            digest.update(piece, 0, read);
            size += read;
            if (size > maxBytes) {
                throw tooLarge(path, maxBytes);
            }
        }
        if (size == 0) {
            throw empty(path);
        }
        return new Digest(HexFormat.of().formatHex(digest.digest()), size);
    }

    /**
     * The same of a file that must lie below a folder, whatever links others put in between meanwhile: it is opened name
     * by name from the folder on, and no link is followed. Where the system cannot do that, the place is checked again
     * once the file has been read.
     *
     * @param folder a real path: no link in it
     * @param path below it, a real path as well
     * @throws PatchrankException as {@link #read}; {@code UNREADABLE_FILE} also for a link
     */
    public static ImageFile readBelow(Path folder, Path path, long maxBytes) {
        return typed(path, maxBytes, () -> {
            DirectoryStream<Path> opened = Files.newDirectoryStream(folder);
            if (opened instanceof SecureDirectoryStream<Path> secure) {
                return contentBelow(secure, folder.relativize(path), path, maxBytes);
            }
            opened.close();
            ImageFile read = read(path, maxBytes);
            if (!path.toRealPath().equals(path)) {
                throw unreadable(path, "it became a link while it was read");
            }
            return read;
        });
    }

    private static ImageFile contentBelow(SecureDirectoryStream<Path> folder, Path relative, Path path, long maxBytes)
            throws IOException {
        SecureDirectoryStream<Path> current = folder;
        try {
            for (Path name : relative.getParent() == null ? List.<Path>of() : relative.getParent()) {
                SecureDirectoryStream<Path> next = current.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
                current.close();
                current = next;
            }
            Path name = relative.getFileName();
            BasicFileAttributes attributes = current.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            requireReadable(path, attributes, maxBytes);
            Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            try (InputStream in = Channels.newInputStream(current.newByteChannel(name, options))) {
                return content(path, in, maxBytes);
            }
        } finally {
            current.close();
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T typed(Path path, long maxBytes, Reading<T> reading) {
        if (maxBytes < 1 || maxBytes >= Integer.MAX_VALUE - Long.BYTES) {
            throw new IllegalArgumentException("maxBytes is between 1 and 2 GiB");
        }
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            throw new PatchrankException(ErrorCode.FILE_VANISHED, path.toString(), "the file is no longer there", e);
        } catch (AccessDeniedException e) {
            throw unreadable(path, "no permission to read it; change its owner or mode", e);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Too many open files")) {
                // Not the image's fault: it must not end as rejected.
                throw new PatchrankException(
                        ErrorCode.IO_FAILED, path.toString(), "too many open files; raise the limit (ulimit -n)", e);
            }
            throw unreadable(path, "reading failed: " + e.getMessage(), e);
        }
    }

    private static void requireReadable(Path path, BasicFileAttributes attributes, long maxBytes) {
        if (attributes.isDirectory()) {
            throw unreadable(path, "it is a folder; name a file");
        }
        if (!attributes.isRegularFile()) {
            throw unreadable(path, "it is a pipe, socket or device; name a regular file");
        }
        if (attributes.size() > maxBytes) {
            throw tooLarge(path, maxBytes);
        }
    }

    private static ImageFile content(Path path, InputStream in, long maxBytes) throws IOException {
        // One byte more than allowed shows that the file has grown since its size was asked for.
        byte[] bytes = in.readNBytes((int) maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw tooLarge(path, maxBytes);
        }
        if (bytes.length == 0) {
            throw empty(path);
        }
        return new ImageFile(path, bytes, sha256(bytes));
    }

    private static PatchrankException empty(Path path) {
        return new PatchrankException(ErrorCode.EMPTY_FILE, path.toString(), "the file has no content; copy it again");
    }

    private static PatchrankException tooLarge(Path path, long maxBytes) {
        String message = "the file is longer than the limit of " + maxBytes + " bytes; reduce it or raise the limit";
        return new PatchrankException(ErrorCode.IMAGE_TOO_LARGE, path.toString(), message);
    }

    private static PatchrankException unreadable(Path path, String message) {
        return new PatchrankException(ErrorCode.UNREADABLE_FILE, path.toString(), message);
    }

    private static PatchrankException unreadable(Path path, String message, IOException cause) {
        return new PatchrankException(ErrorCode.UNREADABLE_FILE, path.toString(), message, cause);
    }

    /** 64 hexadecimal digits: the identity of content, wherever its bytes came from. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    public Path path() {
        return path;
    }

    public byte[] bytes() {
        return bytes;
    }

    public long size() {
        return bytes.length;
    }

    public String sha256() {
        return sha256;
    }
}
