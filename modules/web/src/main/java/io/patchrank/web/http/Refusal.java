package io.patchrank.web.http;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;

/** A failure whose HTTP status is another than that of its code: what only HTTP knows, such as 405. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final PatchrankException failure;

    /** @param status instead of that of {@code BAD_REQUEST} */
    public Refusal(int status, String subject, String message) {
        super(message);
        this.status = status;
        this.failure = new PatchrankException(ErrorCode.BAD_REQUEST, subject, message);
    }

    public int status() {
        return status;
    }

    public PatchrankException failure() {
        return failure;
    }
}
