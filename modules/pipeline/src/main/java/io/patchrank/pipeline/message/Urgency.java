package io.patchrank.pipeline.message;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.time.Instant;
import java.util.Optional;

/**
 * Who waits for an answer, and until when. Work that nobody waits for any more is dropped where it is found.
 *
 * @param deadline by the clock of the asking process; empty to wait for ever
 */
public record Urgency(Priority priority, Optional<Instant> deadline) {
    public static final Urgency INGEST = new Urgency(Priority.INGEST, Optional.empty());

    public static Urgency query(Instant deadline) {
        return new Urgency(Priority.QUERY, Optional.of(deadline));
    }

    public static Urgency view(Instant deadline) {
        return new Urgency(Priority.VIEW, Optional.of(deadline));
    }

    public boolean expired() {
        return deadline.filter(Instant.now()::isAfter).isPresent();
    }

    /** The answer to who asked for work that was dropped. */
    public static PatchrankException tooLate(String subject) {
        return new PatchrankException(
                ErrorCode.DEADLINE_EXCEEDED,
                subject,
                "the deadline came before the query's own features were there; allow more time");
    }
}
