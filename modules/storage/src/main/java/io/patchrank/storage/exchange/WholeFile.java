package io.patchrank.storage.exchange;

import io.jhdf.WritableGroupImpl;
import io.jhdf.exceptions.HdfException;
import io.patchrank.api.file.AtomicFile;
import io.patchrank.storage.ChannelOpener;
import io.patchrank.storage.Hdf5Output;
import io.patchrank.storage.StorageFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that appears under its name when it is whole, or not at all; with its folder, if that is missing. */
final class WholeFile {
    @FunctionalInterface
    private interface Step {
        void write() throws IOException;
    }

    private WholeFile() {}

    /** @throws io.patchrank.api.error.PatchrankException {@code DISK_FULL}, {@code IO_FAILED} */
    static void write(Path file, AtomicFile.Content content) {
        inFolder(file, () -> AtomicFile.write(file, content));
    }

    /** @throws io.patchrank.api.error.PatchrankException {@code DISK_FULL}, {@code IO_FAILED} */
    static void writeHdf5(Path file, WritableGroupImpl root) {
        inFolder(
                file,
                () -> AtomicFile.place(file, temporary -> Hdf5Output.write(ChannelOpener.SYSTEM, temporary, root)));
    }

    private static void inFolder(Path file, Step step) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            step.write();
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        } catch (HdfException e) {
            throw StorageFailures.ofHdf(e, file);
        }
    }
}
