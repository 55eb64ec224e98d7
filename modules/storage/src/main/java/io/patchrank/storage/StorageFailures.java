package io.patchrank.storage;

import io.jhdf.exceptions.HdfException;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.FullDisk;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns what the file system says into typed failures. */
public final class StorageFailures {
    private StorageFailures() {}

    public static PatchrankException of(IOException failure, Path file) {
        if (failure instanceof ClosedByInterruptException) {
            return new PatchrankException(
                    ErrorCode.CANCELLED, file.toString(), "the reading thread was interrupted", failure);
        }
        if (isDiskFull(failure, file)) {
            return new PatchrankException(
                    ErrorCode.DISK_FULL,
                    file.toString(),
                    "the disk is full; free space and try again, nothing of this call was kept",
                    failure);
        }
        return new PatchrankException(
                ErrorCode.IO_FAILED, file.toString(), "the disk failed: " + failure.getMessage(), failure);
    }

    /** jhdf wraps the failures of the channel that it writes through. */
    public static PatchrankException ofHdf(HdfException failure, Path file) {
        return failure.getCause() instanceof IOException cause
                ? of(cause, file)
                : corrupt(file, "is no readable HDF5 file (" + failure.getMessage() + ")", failure);
    }

    public static PatchrankException corrupt(Path file, String problem) {
        return new PatchrankException(ErrorCode.DATA_CORRUPT, file.toString(), problem);
    }

    public static PatchrankException corrupt(Path file, String problem, Throwable cause) {
        return new PatchrankException(ErrorCode.DATA_CORRUPT, file.toString(), problem, cause);
    }

    private static boolean isDiskFull(IOException failure, Path file) {
        return FullDisk.isCauseOf(failure) || noSpaceLeft(file);
    }

    /** The system's message may be in the user's language, so the file system is asked as well. */
    private static boolean noSpaceLeft(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            return folder != null && Files.getFileStore(folder).getUsableSpace() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
