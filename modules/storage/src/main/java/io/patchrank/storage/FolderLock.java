package io.patchrank.storage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a second process, and a second storage of this process, out of a folder. Ends with the process at the latest. */
final class FolderLock implements AutoCloseable {
    /**
     * The one static state of this package, because a POSIX lock belongs to the process: closing any channel of the
     * file releases it, so a second open must be refused before it touches the file (Lucene's NativeFSLockFactory
     * does the same).
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private FolderLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    static FolderLock acquire(StorageFolder folder) throws IOException {
        Path key = folder.path().toRealPath();
        if (!HELD.add(key)) {
            throw inUse(folder);
        }
        boolean locked = false;
        try {
            FileChannel channel =
                    FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    throw inUse(folder);
                }
                locked = true;
                return new FolderLock(key, channel);
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
        } finally {
            if (!locked) {
                HELD.remove(key);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(key);
    }

    private static PatchrankException inUse(StorageFolder folder) {
        return new PatchrankException(
                ErrorCode.DATA_FOLDER_IN_USE,
                folder.path().toString(),
                "another patchrank works on this folder; stop it, or name another data folder");
    }
}
