package io.patchrank.api.error;

import java.util.Optional;

/**
 * Every way in which patchrank refuses or fails. One code means the same on the event bus (failure code), over HTTP
 * (status) and at the shell (exit code), so a caller can act on it wherever it arrives.
 */
public enum ErrorCode {
    // The request
    BAD_REQUEST(100, 400, 2),
    NOT_FOUND(101, 404, 3),
    UNAUTHORIZED(102, 401, 2),
    FORBIDDEN(103, 403, 2),
    // The image: each of these is a reason for the state REJECTED
    EMPTY_FILE(200, 422, 4),
    UNSUPPORTED_FORMAT(201, 415, 4),
    TRUNCATED_IMAGE(202, 422, 4),
    CORRUPT_IMAGE(203, 422, 4),
    IMAGE_TOO_LARGE(204, 413, 4),
    UNREADABLE_FILE(205, 403, 4),
    FILE_VANISHED(206, 410, 4),
    IMAGE_TOO_SMALL(207, 422, 4),
    NATIVE_CRASH(208, 422, 4),
    // The set-up
    CONFIG_INVALID(300, 500, 5),
    MODEL_INVALID(301, 500, 5),
    MODEL_MISMATCH(302, 409, 5),
    DEVICE_UNAVAILABLE(303, 503, 5),
    DOWNLOAD_FAILED(304, 502, 5),
    // The data folder
    DATA_FOLDER_IN_USE(400, 409, 6),
    DATA_FOLDER_NEWER(401, 500, 6),
    DATA_CORRUPT(402, 500, 6),
    DISK_FULL(403, 507, 6),
    IO_FAILED(404, 500, 6),
    // The load
    OVERLOADED(500, 503, 7),
    DEADLINE_EXCEEDED(501, 504, 7),
    CANCELLED(502, 499, 7),
    STAGE_UNAVAILABLE(503, 503, 7),
    // A mistake of ours
    INTERNAL(900, 500, 70);

    private final int busCode;
    private final int httpStatus;
    private final int exitCode;

    ErrorCode(int busCode, int httpStatus, int exitCode) {
        this.busCode = busCode;
        this.httpStatus = httpStatus;
        this.exitCode = exitCode;
    }

    /** Failure code of an event-bus reply. Stable: codes are added, never renumbered. */
    public int busCode() {
        return busCode;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public int exitCode() {
        return exitCode;
    }

    /** Whether the fault lies in the image itself, so that trying again without changing the file is useless. */
    public boolean isImageFault() {
        return busCode >= 200 && busCode < 300;
    }

    /** Whether the same request may succeed a moment later. */
    public boolean isTransient() {
        return this == OVERLOADED || this == STAGE_UNAVAILABLE || this == DEADLINE_EXCEEDED;
    }

    public static Optional<ErrorCode> ofBusCode(int busCode) {
        for (ErrorCode code : values()) {
            if (code.busCode == busCode) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
