package io.patchrank.storage.exchange;

import io.jhdf.WritableGroupImpl;
import io.jhdf.exceptions.HdfException;
import io.patchrank.storage.ChannelOpener;
import io.patchrank.storage.Hdf5Output;
import io.patchrank.storage.StorageFailures;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A file that appears under its name when it is whole, or not at all. Takes the place of an older one. */
final class WholeFile {
    @FunctionalInterface
    interface Content {
        void write(FileChannel channel) throws IOException;
    }

    private WholeFile() {}

    /** @throws io.patchrank.api.error.PatchrankException {@code DISK_FULL}, {@code IO_FAILED} */
    static void write(Path file, Content content) {
        place(file, temporary -> {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE))) {
                content.write(channel);
                channel.force(true);
            }
        });
    }

    /** @throws io.patchrank.api.error.PatchrankException {@code DISK_FULL}, {@code IO_FAILED} */
    static void writeHdf5(Path file, WritableGroupImpl root) {
        place(file, temporary -> Hdf5Output.write(ChannelOpener.SYSTEM, temporary, root));
    }

    @FunctionalInterface
    private interface Step {
        void write(Path temporary) throws IOException;
    }

    private static void place(Path file, Step step) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try {
                Path folder = file.toAbsolutePath().getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                step.write(temporary);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        } catch (HdfException e) {
            throw StorageFailures.ofHdf(e, file);
        }
    }
}
