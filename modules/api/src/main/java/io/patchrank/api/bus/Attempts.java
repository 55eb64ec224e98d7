package io.patchrank.api.bus;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a request of the bus was tried in vain. A full queue says itself when to come back: to do so uses up no
 * attempt. What fails for another passing reason is tried {@value #MOST} times, after pauses that double.
 *
 * @param failed attempts that met something else than a full queue
 */
public record Attempts(int failed) {
    /** Of a request that is new. */
    public static final Attempts NONE = new Attempts(0);

    private static final int MOST = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /**
     * One more attempt.
     *
     * @param pause to wait before it
     * @param attempts what has been used up then
     */
    public record Another(Duration pause, Attempts attempts) {}

    /** The attempt that is worth making after this failure; empty for none. */
    public Optional<Another> after(PatchrankException failure) {
        if (failure.code() == ErrorCode.OVERLOADED) {
            return Optional.of(new Another(failure.retryAfter().orElse(FIRST_PAUSE), this));
        }
        return failure.code().isTransient() && failed + 1 < MOST
                ? Optional.of(new Another(FIRST_PAUSE.multipliedBy(1L << failed), new Attempts(failed + 1)))
                : Optional.empty();
    }
}
