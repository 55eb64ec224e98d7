package io.patchrank.models.registry;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.FullDisk;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the file system says, as typed failures. */
final class FileFailures {
    private FileFailures() {}

    static PatchrankException of(Path file, IOException failure) {
        return FullDisk.isCauseOf(failure)
                ? new PatchrankException(
                        ErrorCode.DISK_FULL,
                        file.toString(),
                        "the disk is full; free space and pull again, what has arrived is kept",
                        failure)
                : new PatchrankException(
                        ErrorCode.IO_FAILED, file.toString(), "cannot be read or written: " + failure, failure);
    }

    /**
     * Refuses before the first byte what will not fit.
     *
     * @throws PatchrankException {@code DISK_FULL}
     */
    static void checkSpace(Path file, long needed) {
        long free;
        try {
            free = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        } catch (IOException e) {
            // Not every file system tells; the write will.
            return;
        }
        if (needed > free) {
            throw new PatchrankException(
                    ErrorCode.DISK_FULL,
                    file.toString(),
                    "needs " + needed + " bytes, free are " + free + "; free space, or set models.folder to another"
                            + " disk");
        }
    }
}
