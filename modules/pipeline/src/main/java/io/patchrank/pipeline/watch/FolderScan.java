package io.patchrank.pipeline.watch;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Walks watched folders file by file; the consumer may block, and so hold the walk back. */
final class FolderScan {
    private static final Logger LOG = LoggerFactory.getLogger(FolderScan.class);

    private final WatchSettings settings;

    FolderScan(WatchSettings settings) {
        this.settings = settings;
    }

    /** Every image file of the folder. What cannot be read is reported and passed over. */
    void walk(Path folder, Consumer<FileStamp> found) {
        Set<FileVisitOption> options = settings.followLinks()
                ? EnumSet.of(FileVisitOption.FOLLOW_LINKS)
                : EnumSet.noneOf(FileVisitOption.class);
        try {
            Files.walkFileTree(folder, options, settings.recursive() ? Integer.MAX_VALUE : 1, new Visitor(found));
        } catch (IOException e) {
            LOG.warn("{}: the folder could not be scanned to its end; tried again at the next scan: {}", folder, e);
        }
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Consumer<FileStamp> found;

        Visitor(Consumer<FileStamp> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && settings.isImageName(file)) {
                found.accept(FileStamp.of(file, attributes));
            }
            return Thread.currentThread().isInterrupted() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            LOG.warn("{}: passed over: {}", file, e.toString());
            return FileVisitResult.CONTINUE;
        }
    }
}
