package io.patchrank.pipeline.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Folders that were seen to have a disk of their own. When one has none any more, its files are not deleted: their disk
 * was unmounted. Thread-safe.
 */
final class MountPoints {
    private final Function<Path, Optional<Object>> device;
    private final Set<Path> seen = ConcurrentHashMap.newKeySet();

    MountPoints() {
        this(MountPoints::unixDevice);
    }

    /** @param device what the files of a folder lie on; empty when it is not there, or the system does not tell */
    MountPoints(Function<Path, Optional<Object>> device) {
        this.device = device;
    }

    /** A folder is there now. */
    void saw(Path folder) {
        if (isMounted(folder)) {
            seen.add(folder);
        }
    }

    /** Whether the file lay on a disk that is not mounted any more. */
    boolean isUnmounted(Path file) {
        return seen.stream().anyMatch(point -> file.startsWith(point) && !isMounted(point));
    }

    private boolean isMounted(Path folder) {
        Path parent = folder.getParent();
        return parent != null
                && device.apply(folder)
                        .filter(own -> !own.equals(device.apply(parent).orElse(own)))
                        .isPresent();
    }

    private static Optional<Object> unixDevice(Path folder) {
        try {
            return Optional.of(Files.getAttribute(folder, "unix:dev"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
