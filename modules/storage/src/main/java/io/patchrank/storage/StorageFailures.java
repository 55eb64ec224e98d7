package io.patchrank.storage;

import io.jhdf.exceptions.HdfException;
import io.patchrank.api.error.DiskFailure;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Turns what the file system says into typed failures. */
public final class StorageFailures {
    private StorageFailures() {}

    public static PatchrankException of(IOException failure, Path file) {
        if (failure instanceof ClosedByInterruptException) {
            return new PatchrankException(
                    ErrorCode.CANCELLED, file.toString(), "the reading thread was interrupted", failure);
        }
        DiskFailure meaning = noSpaceLeft(file) ? DiskFailure.FULL : DiskFailure.of(failure);
        return new PatchrankException(meaning.code(), file.toString(), meaning.reason(), failure);
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

    /** What a thread of the storage has made of a task; the failure names the caller's place, too. Blocks. */
    static <T> T join(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof PatchrankException p) {
                throw new PatchrankException(p.code(), p.subject(), p.reason(), p);
            }
            throw e;
        }
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
