package io.patchrank.pipeline.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/** A file as it stood at one moment; when two stamps are equal, nobody wrote to it in between. */
record FileStamp(Path file, long size, Instant modified) {
    /**
     * Empty when there is no regular file (any more), or its folder may not be read.
     *
     * @param links {@code NOFOLLOW_LINKS} to take a symbolic link for no regular file
     */
    static Optional<FileStamp> of(Path file, LinkOption... links) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, links);
            return attributes.isRegularFile() ? Optional.of(of(file, attributes)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static FileStamp of(Path file, BasicFileAttributes attributes) {
        return new FileStamp(
                file, attributes.size(), attributes.lastModifiedTime().toInstant());
    }
}
