package io.patchrank.pipeline.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * @param folders watched, with their subfolders if {@code recursive}
 * @param extensions endings of image files, lower case, without the dot
 * @param settle a file is ready when its size and time have been still for so long
 * @param rescan time between full scans, which find what events missed
 * @param outstanding puts in progress at once
 */
public record WatchSettings(
        List<Path> folders,
        Set<String> extensions,
        boolean recursive,
        boolean followLinks,
        Duration settle,
        Duration rescan,
        int outstanding) {
    public WatchSettings {
        folders = folders.stream().map(f -> f.toAbsolutePath().normalize()).toList();
        extensions = Set.copyOf(extensions);
    }

    boolean isImageName(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        // Names that start with a dot are hidden, and are what copying tools use for unfinished files.
        return dot > 0 && extensions.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
