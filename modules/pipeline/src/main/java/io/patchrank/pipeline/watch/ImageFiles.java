package io.patchrank.pipeline.watch;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.WatchConfig;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The image files of folders, by the rules of the watched ones: extensions, hidden files, links. */
public final class ImageFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ImageFiles.class);

    private final UnnameableFiles unnameable = new UnnameableFiles(LOG::warn);
    private final Set<String> extensions;
    private final WatchConfig rules;

    public ImageFiles(WatchConfig rules) {
        this.rules = rules;
        this.extensions = new HashSet<>(rules.extensions());
    }

    /**
     * Every image file, each once, sorted, as absolute paths. A file that is named itself is taken whatever its
     * extension. What cannot be read is warned of and passed over.
     *
     * @throws PatchrankException {@code NOT_FOUND} when one of the folders does not exist
     */
    public List<Path> of(Collection<Path> foldersOrFiles) {
        Set<Path> files = new TreeSet<>();
        for (Path named : foldersOrFiles) {
            Path path = named.toAbsolutePath().normalize();
            if (Files.isDirectory(path)) {
                addFilesOf(path, files);
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                throw new PatchrankException(ErrorCode.NOT_FOUND, named.toString(), "there is no such folder or file");
            }
        }
        return new ArrayList<>(files);
    }

    private void addFilesOf(Path folder, Set<Path> files) {
        try {
            walk(folder, entered -> {}, (file, attributes) -> {
                files.add(file);
                return FileVisitResult.CONTINUE;
            });
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.IO_FAILED, folder.toString(), "the folder could not be read to its end: " + e, e);
        }
    }

    /** What to do at an image file; may block, and so hold the walk back. */
    interface Visit {
        FileVisitResult at(Path file, BasicFileAttributes attributes);
    }

    /**
     * Goes through the image files of a folder. What cannot be read is warned of and passed over.
     *
     * @param entering hears of each folder that is looked into
     * @throws IOException when the folder could not be read to its end
     */
    void walk(Path folder, Consumer<Path> entering, Visit visit) throws IOException {
        Set<FileVisitOption> options =
                rules.followLinks() ? EnumSet.of(FileVisitOption.FOLLOW_LINKS) : EnumSet.noneOf(FileVisitOption.class);
        Files.walkFileTree(folder, options, rules.recursive() ? Integer.MAX_VALUE : 1, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
                if (unnameable.contains(entered)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                entering.accept(entered);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return attributes.isRegularFile() && isCandidate(file)
                        ? visit.at(file, attributes)
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                LOG.warn("{}: passed over: {}", file, e.toString());
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether the file may be an image of the gallery by its name and that of its folder. */
    boolean isCandidate(Path file) {
        return isImageName(file) && !unnameable.contains(file);
    }

    private boolean isImageName(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        // Names that start with a dot are hidden, and are what copying tools use for unfinished files.
        return dot > 0
                && !name.startsWith(".")
                && extensions.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
