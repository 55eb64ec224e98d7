package io.patchrank.pipeline.watch;

import io.methvin.watcher.DirectoryChangeListener;
import io.methvin.watcher.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of the files of folders. The system follows a folder, not its name: one that was moved away and back, unmounted
 * or mounted must be followed anew.
 */
final class FolderEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);

    private final List<Path> folders;
    private final DirectoryChangeListener listener;
    private Map<Path, Object> followed = Map.of();
    private @Nullable DirectoryWatcher watcher;
    private boolean closed;

    FolderEvents(List<Path> folders, DirectoryChangeListener listener) {
        this.folders = folders;
        this.listener = listener;
    }

    /** Follows the folders that are there; does nothing as long as they are the same. */
    synchronized void follow() {
        Map<Path, Object> now = new HashMap<>();
        folders.forEach(folder -> identify(folder, now));
        if (closed || now.equals(followed)) {
            return;
        }
        stop();
        followed = now;
        if (now.isEmpty()) {
            return;
        }
        try {
            DirectoryWatcher events = DirectoryWatcher.builder()
                    .paths(List.copyOf(now.keySet()))
                    .fileHashing(false)
                    .listener(listener)
                    .build();
            watcher = events;
            events.watchAsync(Thread.ofPlatform().daemon().name("patchrank-watch-events")::start);
        } catch (IOException e) {
            LOG.warn("file events are not to be had ({}); changes are found by the scans", e.toString());
        }
    }

    private static void identify(Path folder, Map<Path, Object> identities) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                Object key = attributes.fileKey();
                identities.put(folder, key == null ? folder : key);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be followed now", folder, e);
        }
    }

    private void stop() {
        try {
            if (watcher != null) {
                watcher.close();
            }
        } catch (IOException e) {
            LOG.warn("the folder watcher did not close: {}", e.toString());
        }
        watcher = null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }
}
