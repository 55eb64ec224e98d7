package io.patchrank.models.registry;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One pull of a model at a time, over all processes. Ends with the process at the latest. */
final class PullLock implements AutoCloseable {
    /**
     * Static because a POSIX lock belongs to the process: closing any channel of the file releases it, so a second pull
     * of this process must be refused before it opens the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private PullLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** @throws PatchrankException {@code DATA_FOLDER_IN_USE} */
    static PullLock take(Path file) {
        Path key = file.toAbsolutePath().normalize();
        if (!HELD.add(key)) {
            throw inUse(file);
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    throw inUse(file);
                }
                taken = true;
                return new PullLock(key, channel);
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw FileFailures.of(file, e);
        } finally {
            if (!taken) {
                HELD.remove(key);
            }
        }
    }

    private static PatchrankException inUse(Path file) {
        return new PatchrankException(
                ErrorCode.DATA_FOLDER_IN_USE, file.toString(), "another patchrank is pulling this model; wait for it");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileFailures.of(key, e);
        } finally {
            HELD.remove(key);
        }
    }
}
