package io.patchrank.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/** Opens every file (and, to force it, every folder) of a storage. Tests put failing channels here. */
@FunctionalInterface
public interface ChannelOpener {
    ChannelOpener SYSTEM = (file, options) -> FileChannel.open(file, options);

    FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException;
}
