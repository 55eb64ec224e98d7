package io.patchrank.pipeline.data;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.file.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds a gallery, owned by one process as long as this is open.
 *
 * <pre>
 * patchrank.version   format version of the folder
 * patchrank.lock      held by the owner; the process id is inside
 * catalogue/          Lucene: rows and global descriptors
 * features/           journal segments and HDF5 shards
 * uploads/            images that came as bytes, by digest
 * imported-model.json the model of a gallery that was imported, see {@link ImportedModel}
 * shown.json          folders taken in by hand, whose pictures may be shown, see {@link ShownFolders}
 * bridge.json         where and by which secret the owner's event bus can be reached, while it runs
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
    private static final int VERSION = 1;
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    private final Path root;
    private final FileChannel lockChannel;
    private final FileLock lock;

    private DataFolder(Path root, FileChannel lockChannel, FileLock lock) {
        this.root = root;
        this.lockChannel = lockChannel;
        this.lock = lock;
    }

    /**
     * Takes the folder, making it if need be.
     *
     * @throws PatchrankException {@code DATA_FOLDER_IN_USE}, {@code DATA_FOLDER_NEWER} or {@code IO_FAILED}
     */
    public static DataFolder open(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(
                    root.resolve("patchrank.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                FileLock lock = take(root, channel);
                checkVersion(root);
                // Left by an owner that was killed; its port may be anybody's by now.
                Files.deleteIfExists(bridgeFile(root));
                channel.truncate(0);
                channel.write(StandardCharsets.UTF_8.encode(
                        Long.toString(ProcessHandle.current().pid())));
                return new DataFolder(root, channel, lock);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.IO_FAILED, root.toString(), "the data folder cannot be opened: " + e, e);
        }
    }

    private static FileLock take(Path root, FileChannel channel) throws IOException {
        FileLock lock = tryLock(channel);
        if (lock == null) {
            throw new PatchrankException(
                    ErrorCode.DATA_FOLDER_IN_USE,
                    root.toString(),
                    "another patchrank process" + owner(root) + " uses this data folder; stop it, or name another"
                            + " folder with --data");
        }
        return lock;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // The same JVM holds it: just as much in use.
            return null;
        }
    }

    private static String owner(Path root) {
        String pid = ownerPid(root);
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }

    private static void checkVersion(Path root) throws IOException {
        Path file = root.resolve("patchrank.version");
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            if (exists(root)) {
                // Catalogue and features know their own formats, so a newer one is still refused.
                LOG.warn("{}: missing; written anew, since the folder holds a gallery", file);
            }
            AtomicFile.write(file, (VERSION + "\n").getBytes(StandardCharsets.UTF_8));
            return;
        }
        try {
            int version = Integer.parseInt(text);
            if (version > VERSION) {
                throw new PatchrankException(
                        ErrorCode.DATA_FOLDER_NEWER,
                        file.toString(),
                        "the folder has format " + version + ", this patchrank reads up to " + VERSION
                                + "; use a newer patchrank");
            }
        } catch (NumberFormatException e) {
            throw new PatchrankException(
                    ErrorCode.DATA_CORRUPT,
                    file.toString(),
                    "expected a version number, found: \"" + text
                            + "\"; delete the file if the folder is of this version",
                    e);
        }
    }

    /** Whether a process, this one included, owns the folder now. Neither makes nor changes anything. */
    public static boolean isInUse(Path folder) {
        Path file = folder.toAbsolutePath().normalize().resolve("patchrank.lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                return true;
            }
            lock.release();
            return false;
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, file.toString(), "the lock cannot be read: " + e, e);
        }
    }

    /** Whether a gallery was ever kept in the folder. */
    public static boolean exists(Path folder) {
        return Stream.of("patchrank.version", "catalogue", "features")
                .anyMatch(part -> Files.exists(folder.resolve(part)));
    }

    /** Process id of the owner, for people; empty when unknown. */
    public static String ownerPid(Path folder) {
        try {
            return Files.readString(folder.resolve("patchrank.lock")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    public Path root() {
        return root;
    }

    public Path catalogue() {
        return root.resolve("catalogue");
    }

    public Path features() {
        return root.resolve("features");
    }

    public Path uploads() {
        return root.resolve("uploads");
    }

    public Path bridgeFile() {
        return bridgeFile(root);
    }

    /** Where a process that does not own the folder finds the owner's bus. */
    public static Path bridgeFile(Path root) {
        return root.resolve("bridge.json");
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockChannel.close();
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, root.toString(), "the lock was not released: " + e, e);
        }
    }
}
