package io.patchrank.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/** Opens every file (and, to force it, every folder) of a storage, and names it. Tests put failing disks here. */
@FunctionalInterface
public interface ChannelOpener {
    ChannelOpener SYSTEM = (file, options) -> FileChannel.open(file, options);

    FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException;

    /** Gives a file another name in its folder, all at once. */
    default void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
