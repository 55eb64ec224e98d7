package io.patchrank.models.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An attempt failed in a way that another may not. */
final class TryAgainException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> after;

    TryAgainException(String message) {
        this(message, Optional.empty());
    }

    /** @param after when the server wants to be asked again */
    TryAgainException(String message, Optional<Duration> after) {
        super(message);
        this.after = after;
    }

    Optional<Duration> after() {
        return after;
    }
}
