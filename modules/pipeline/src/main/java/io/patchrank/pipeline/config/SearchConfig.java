package io.patchrank.pipeline.config;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * How queries are answered.
 *
 * @param limit hits of an answer when the query names no number
 * @param maxLimit hits that a query may ask for at most
 * @param shortlist first images of the global ranking that are re-ranked
 * @param deadline time for an answer when the query names none; the best order so far is returned then
 * @param queue queries in progress at once; more are answered {@code OVERLOADED}. 0 means two a processor, at least 4: what
 *     is let in is answered in about twice the time that a query takes alone
 */
public record SearchConfig(
        @Default("20") @Min(1) int limit,
        @Default("1000") @Min(1) int maxLimit,
        @Default("100") @Min(1) int shortlist,

        @Default("10s") @DurationMin(millis = 1, message = "must be at least 1ms")
        Duration deadline,

        @Default("0") @Min(0) int queue) {
    public SearchConfig {
        if (limit > maxLimit) {
            throw new IllegalArgumentException("limit " + limit + " is above max-limit " + maxLimit);
        }
    }
}
