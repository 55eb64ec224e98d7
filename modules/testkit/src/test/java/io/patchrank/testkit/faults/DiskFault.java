package io.patchrank.testkit.faults;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.storage.FaultyChannels.Operation;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.EnumSet;
import java.util.Set;

/** A way in which a disk refuses to write, as Linux says it. */
enum DiskFault {
    NO_SPACE(ErrorCode.DISK_FULL, "No space left on device", Operation.WRITE, Operation.OPEN_TO_WRITE),
    QUOTA(ErrorCode.DISK_FULL, "Disk quota exceeded", Operation.WRITE),
    WRITE_ERROR(ErrorCode.IO_FAILED, "Input/output error", Operation.WRITE),
    FORCE_ERROR(ErrorCode.IO_FAILED, "Input/output error", Operation.FORCE),
    READ_ONLY(
            ErrorCode.IO_FAILED,
            "Read-only file system",
            Operation.WRITE,
            Operation.OPEN_TO_WRITE,
            Operation.FORCE,
            Operation.MOVE),
    NO_PERMISSION(ErrorCode.IO_FAILED, "", Operation.WRITE, Operation.OPEN_TO_WRITE, Operation.MOVE) {
        @Override
        IOException failure() {
            return new AccessDeniedException("a file of the data folder");
        }
    },
    RENAME_ERROR(ErrorCode.IO_FAILED, "Input/output error", Operation.MOVE),
    TOO_MANY_OPEN_FILES(ErrorCode.IO_FAILED, "Too many open files", Operation.OPEN_TO_READ, Operation.OPEN_TO_WRITE),
    READ_ERROR(ErrorCode.IO_FAILED, "Input/output error", Operation.READ, Operation.OPEN_TO_READ);

    private final ErrorCode code;
    private final String text;
    private final Set<Operation> operations;

    DiskFault(ErrorCode code, String text, Operation first, Operation... others) {
        this.code = code;
        this.text = text;
        this.operations = EnumSet.of(first, others);
    }

    ErrorCode code() {
        return code;
    }

    Set<Operation> operations() {
        return operations;
    }

    IOException failure() {
        return new FileSystemException("a file of the data folder", null, text);
    }
}
