package io.patchrank.storage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names of the files of a storage, and the steps by which they appear and vanish so that a crash leaves no half. */
final class StorageFolder {
    /** Of journal, shard and format file of a folder that keeps no binary codes. */
    static final int FORMAT_WITHOUT_CODES = 1;

    static final int FORMAT_WITH_CODES = 2;
    /** The newest that is understood. */
    static final int FORMAT_VERSION = FORMAT_WITH_CODES;

    private static final Logger LOG = LoggerFactory.getLogger(StorageFolder.class);
    private static final String TEMPORARY = ".tmp";
    private static final Pattern SEGMENT_FILE =
            Pattern.compile("(?:journal-(\\d{10,18})\\.prj|shard-(\\d{10,18})\\.hdf5(?:\\.crc32c)?)");

    private final Path path;
    private final ChannelOpener opener;

    StorageFolder(Path path, ChannelOpener opener) {
        this.path = path;
        this.opener = opener;
    }

    static PatchrankException newer(Path file, int version) {
        return new PatchrankException(
                ErrorCode.DATA_FOLDER_NEWER,
                file.toString(),
                "was written by a newer patchrank (format " + version + ", this one knows " + FORMAT_VERSION
                        + "); update patchrank");
    }

    Path path() {
        return path;
    }

    ChannelOpener opener() {
        return opener;
    }

    Path formatFile() {
        return path.resolve("format.properties");
    }

    Path lockFile() {
        return path.resolve("storage.lock");
    }

    Path journal(long segment) {
        return path.resolve("journal-%010d.prj".formatted(segment));
    }

    Path shard(long segment) {
        return path.resolve("shard-%010d.hdf5".formatted(segment));
    }

    static Path checksumOf(Path shard) {
        return shard.resolveSibling(shard.getFileName() + ".crc32c");
    }

    static Path temporaryOf(Path target) {
        return target.resolveSibling(target.getFileName() + TEMPORARY);
    }

    /** Ids of all segments that have any file. */
    Set<Long> segments() throws IOException {
        Set<Long> ids = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Matcher name = SEGMENT_FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    ids.add(Long.valueOf(name.group(1) != null ? name.group(1) : name.group(2)));
                }
            }
        }
        return ids;
    }

    /** What a crash left of files that were never moved into place. */
    void deleteTemporaryFiles() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + TEMPORARY)) {
            for (Path file : files) {
                LOG.info("removing unfinished {}", file);
                Files.delete(file);
            }
        }
    }

    void write(Path target, byte[] content) throws IOException {
        Path temporary = temporaryOf(target);
        try (FileChannel channel = opener.open(
                temporary,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))) {
            Journal.writeFully(channel, ByteBuffer.wrap(content), 0);
            channel.force(true);
        }
        moveIntoPlace(temporary, target);
    }

    /** The file, already forced, appears under its name all at once, also after a crash. */
    void moveIntoPlace(Path temporary, Path target) throws IOException {
        opener.move(temporary, target);
        force();
    }

    /** Puts the folder's entries on disk. Windows has no such call and writes them itself. */
    void force() throws IOException {
        if (File.separatorChar == '\\') {
            return;
        }
        try (FileChannel channel = opener.open(path, Set.of(StandardOpenOption.READ))) {
            channel.force(true);
        }
    }

    /** Removes a file that is not needed any more; one that stays is only waste, and removed at the next start. */
    void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot remove {}, which is not needed any more", file, e);
        }
    }
}
