package io.patchrank.pipeline.health;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the watched folders are there: without them the gallery stays as it is, and its pictures cannot be shown. */
public record WatchedFoldersHealth(List<Path> folders) implements Condition {
    public WatchedFoldersHealth {
        folders = List.copyOf(folders);
    }

    @Override
    public List<String> problems() {
        return folders.stream()
                .filter(folder -> !Files.isDirectory(folder))
                .map(folder -> folder + ": the watched folder is gone; nothing of it is taken out of the gallery."
                        + " Mount it again, or put it back")
                .toList();
    }
}
