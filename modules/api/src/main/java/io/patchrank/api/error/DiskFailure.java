package io.patchrank.api.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What it means that the file system has refused something, and what to do about it.
 *
 * @param code {@code DISK_FULL} or {@code IO_FAILED}
 * @param reason in words, without the name of the file
 */
public record DiskFailure(ErrorCode code, String reason) {
    public static final DiskFailure FULL =
            new DiskFailure(ErrorCode.DISK_FULL, "the disk is full; free some space and try again");

    public static DiskFailure of(IOException failure) {
        return FullDisk.isCauseOf(failure) ? FULL : new DiskFailure(ErrorCode.IO_FAILED, reason(failure));
    }

    /** @param what could not be done with the file, in words that the reason follows */
    public static PatchrankException typed(IOException failure, Path file, String what) {
        DiskFailure meaning = of(failure);
        return new PatchrankException(meaning.code(), file.toString(), what + ": " + meaning.reason(), failure);
    }

    /** Java has types for two of them, for the others only the texts of the operating systems. */
    private static String reason(IOException failure) {
        String text = text(failure).toLowerCase(Locale.ROOT);
        if (failure instanceof AccessDeniedException || text.contains("permission denied")) {
            return "may not be read or written; check the owner and the permissions of the data folder";
        }
        if (text.contains("read-only file system")) {
            return "its file system is mounted read-only; mount it writable, and look for what made it so";
        }
        if (text.contains("too many open files")) {
            return "too many files are open; close some, or allow more (ulimit -n)";
        }
        if (failure instanceof NoSuchFileException) {
            return "is not there any more; was its disk unmounted, or the folder moved?";
        }
        return "the disk failed: " + failure.getMessage();
    }

    private static String text(IOException failure) {
        return String.valueOf(
                failure instanceof FileSystemException f && f.getReason() != null
                        ? f.getReason()
                        : failure.getMessage());
    }
}
