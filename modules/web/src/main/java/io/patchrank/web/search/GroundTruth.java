package io.patchrank.web.search;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.truth.GroupTruth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A groups file, asked by the names that images have here. Immutable; any thread. */
final class GroundTruth {
    private final Map<String, List<String>> entriesByFileName = new HashMap<>();
    private final Map<String, Set<String>> groupsOfEntry = new HashMap<>();

    GroundTruth(GroupTruth truth) {
        truth.images().forEach(entry -> entriesByFileName
                .computeIfAbsent(fileName(entry), name -> new ArrayList<>())
                .add(entry));
        truth.groups()
                .values()
                .forEach(group -> group.forEach(entry -> groupsOfEntry
                        .computeIfAbsent(entry, e -> new LinkedHashSet<>())
                        .addAll(group)));
    }

    /**
     * Reads the file that {@code web.truth} names. Blocks.
     *
     * @throws PatchrankException {@code CONFIG_INVALID} when it is no groups file
     */
    static GroundTruth read(String file) {
        try {
            return new GroundTruth(GroupTruth.read(Path.of(file)));
        } catch (PatchrankException e) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, "web.truth", e.getMessage(), e);
        }
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The entry that the path of a gallery image ends with, the longest where there are several. */
    Optional<String> ofSource(String source) {
        String path = source.replace('\\', '/');
        return entriesByFileName.getOrDefault(fileName(path), List.of()).stream()
                .filter(entry -> path.equals(entry) || path.endsWith("/" + entry))
                .max(Comparator.comparingInt(String::length));
    }

    /** The only entry of this file name. */
    Optional<String> ofFileName(String name) {
        List<String> entries = entriesByFileName.getOrDefault(name, List.of());
        return entries.size() == 1 ? Optional.of(entries.getFirst()) : Optional.empty();
    }

    /** All entries that show the same as this one, and itself. */
    Set<String> same(String entry) {
        return groupsOfEntry.getOrDefault(entry, Set.of());
    }
}
