package io.patchrank.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Tries with a small file all that a storage asks of its disk. */
public final class DiskProbe {
    private static final int BYTES = 64 << 10;

    private DiskProbe() {}

    /**
     * Writes, forces, renames, reads and removes a file in the folder. Blocks; not for two threads at once.
     *
     * @throws IOException as the disk does
     */
    public static void run(Path folder, ChannelOpener opener) throws IOException {
        Path written = folder.resolve("probe.tmp");
        Path named = folder.resolve("probe-named.tmp");
        try {
            write(written, opener);
            opener.move(written, named);
            read(named, opener);
        } finally {
            Files.deleteIfExists(written);
            Files.deleteIfExists(named);
        }
    }

    private static void write(Path file, ChannelOpener opener) throws IOException {
        Set<StandardOpenOption> afresh =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try (FileChannel channel = opener.open(file, afresh)) {
            Journal.writeFully(channel, ByteBuffer.allocate(BYTES), 0);
            channel.force(true);
        }
    }

    private static void read(Path file, ChannelOpener opener) throws IOException {
        try (PositionalReader reader = new PositionalReader(opener, file)) {
            reader.read(ByteBuffer.allocate(BYTES), 0);
        }
    }
}
