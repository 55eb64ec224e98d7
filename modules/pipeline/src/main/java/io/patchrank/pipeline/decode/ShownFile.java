package io.patchrank.pipeline.decode;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A file that may be shown to strangers, by its real path: links lead nowhere else.
 *
 * @param folder that may be shown, a real path
 * @param file below it, a real path
 */
record ShownFile(Path folder, Path file) {
    /**
     * Looks where the file really is. Blocks on the disk. Nobody learns from the answer which files there are elsewhere.
     *
     * @param folders that may be shown, or single files, absolute
     * @throws PatchrankException {@code UNREADABLE_FILE} for a file elsewhere, there or not; {@code FILE_VANISHED} when
     *     there is no such file in a folder that may be shown
     */
    static ShownFile find(Path path, List<String> folders) {
        Path absolute = path.toAbsolutePath().normalize();
        Optional<Path> real = real(absolute);
        if (real.isPresent()) {
            Path file = real.get();
            return folderOf(file, folders)
                    .map(folder -> new ShownFile(folder, file))
                    .orElseThrow(() -> notShown(absolute));
        }
        throw nearestThere(absolute)
                .flatMap(parent -> folderOf(parent, folders))
                .map(folder -> new PatchrankException(
                        ErrorCode.FILE_VANISHED, absolute.toString(), "the file is no longer there"))
                .orElseGet(() -> notShown(absolute));
    }

    private static Optional<Path> nearestThere(Path missing) {
        Path parent = missing.getParent();
        while (parent != null) {
            Optional<Path> real = real(parent);
            if (real.isPresent()) {
                return real;
            }
            parent = parent.getParent();
        }
        return Optional.empty();
    }

    /** Empty when there is no such file, or none that this process can get at. */
    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The folder that may be shown and holds the file; of a single file that may be shown, the folder around it. */
    private static Optional<Path> folderOf(Path file, List<String> folders) {
        List<Path> likelyFirst = folders.stream()
                .map(Path::of)
                .sorted(Comparator.comparing(folder -> !file.startsWith(folder)))
                .toList();
        for (Path shown : likelyFirst) {
            // A folder that is not there shows nothing.
            Optional<Path> folder = real(shown);
            if (folder.filter(file::startsWith).isPresent()) {
                return folder.filter(file::equals).isPresent() ? folder.map(Path::getParent) : folder;
            }
        }
        return Optional.empty();
    }

    private static PatchrankException notShown(Path path) {
        return new PatchrankException(
                ErrorCode.UNREADABLE_FILE,
                path.toString(),
                "it lies in no folder that may be shown; watch or ingest its folder, or name it in watch.shown");
    }
}
