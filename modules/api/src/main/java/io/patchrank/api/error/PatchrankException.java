package io.patchrank.api.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of all failures that patchrank reports. The message says what is wrong and what to do; {@link #subject()}
 * names the file, address or key concerned.
 */
public final class PatchrankException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String subject;
    private final @Nullable Duration retryAfter;

    /**
     * @param subject the file, address or key that the failure is about; empty when there is none
     * @param message what is wrong and what to do, without the subject
     */
    public PatchrankException(ErrorCode code, String subject, String message) {
        this(code, subject, message, null, null);
    }

    public PatchrankException(ErrorCode code, String subject, String message, @Nullable Throwable cause) {
        this(code, subject, message, null, cause);
    }

    private PatchrankException(
            ErrorCode code, String subject, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.subject = subject;
        this.retryAfter = retryAfter;
    }

    /** The typed answer of a full queue: come back after {@code retryAfter}. */
    public static PatchrankException overloaded(String subject, Duration retryAfter) {
        String message = "too many requests are waiting; try again in " + retryAfter.toMillis() + " ms";
        return new PatchrankException(ErrorCode.OVERLOADED, subject, message, retryAfter, null);
    }

    public ErrorCode code() {
        return code;
    }

    public String subject() {
        return subject;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The message without the subject; {@link #getMessage()} puts the subject in front. */
    public String reason() {
        return String.valueOf(super.getMessage());
    }

    @Override
    public String getMessage() {
        return subject.isEmpty() ? reason() : subject + ": " + reason();
    }
}
