package io.patchrank.pipeline.watch;

import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files that changed and may still be written to. Ready is what has been still for the settling time; a file whose
 * last change is older than that is ready at once. A vanished file waits longer, so that a renamed file arrives under
 * its new name before the old one is removed, and keeps its identity. Used by one thread.
 */
final class UnsettledFiles {
    /** Settling times that a vanished file waits. */
    private static final int REMOVAL_PATIENCE = 4;

    private final Duration settle;
    private final LinkOption[] links;
    private final Map<Path, Watched> files = new HashMap<>();

    private record Watched(@Nullable FileStamp stamp, long sinceNanos) {}

    /** @param stamp empty when the file is gone */
    record Ready(Path file, Optional<FileStamp> stamp) {}

    UnsettledFiles(Duration settle, LinkOption... links) {
        this.settle = settle;
        this.links = links;
    }

    void add(Path file) {
        files.computeIfAbsent(file, f -> new Watched(FileStamp.of(f, links).orElse(null), System.nanoTime()));
    }

    /** Looks at every file again; the ready ones are forgotten here. Files come before removals. */
    List<Ready> takeReady() {
        List<Ready> ready = new ArrayList<>();
        List<Ready> gone = new ArrayList<>();
        Iterator<Map.Entry<Path, Watched>> entries = files.entrySet().iterator();
        long now = System.nanoTime();
        while (entries.hasNext()) {
            Map.Entry<Path, Watched> entry = entries.next();
            Optional<FileStamp> stamp = FileStamp.of(entry.getKey(), links);
            Watched before = entry.getValue();
            boolean still = Optional.ofNullable(before.stamp()).equals(stamp);
            if (!still) {
                entry.setValue(new Watched(stamp.orElse(null), now));
            } else if (stamp.filter(this::isOld).isPresent() || now - before.sinceNanos() >= patience(stamp)) {
                (stamp.isPresent() ? ready : gone).add(new Ready(entry.getKey(), stamp));
                entries.remove();
            }
        }
        ready.addAll(gone);
        return ready;
    }

    private long patience(Optional<FileStamp> stamp) {
        return stamp.isPresent() ? settle.toNanos() : REMOVAL_PATIENCE * settle.toNanos();
    }

    private boolean isOld(FileStamp stamp) {
        return stamp.modified().plus(settle).isBefore(Instant.now());
    }
}
