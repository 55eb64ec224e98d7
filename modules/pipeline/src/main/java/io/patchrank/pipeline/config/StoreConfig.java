package io.patchrank.pipeline.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The stage that makes features durable.
 *
 * @param precision of the local descriptors on disk
 * @param segmentImages images of one shard file
 * @param groupCommit how long an append waits for others to share its fsync
 * @param codes whether binary codes are kept, by the projection of the AMES checkpoint
 * @param codeDescriptors codes kept of an image, those of its strongest descriptors
 * @param compactAbove a shard is written anew without its dead features when they are a larger share of it; 1 = never
 * @param compactInterval between two looks for such shards
 * @param compactGrace how long a shard is kept that was written anew, for those who still read it
 */
public record StoreConfig(
        @Default("float16") Precision precision,
        @Default("1000") @Min(1) @Max(1_000_000) int segmentImages,

        @Default("10ms") @DurationMax(seconds = 10, message = "must be at most 10s")
        Duration groupCommit,

        @Default("none") Codes codes,
        @Default("50") @Min(1) @Max(65_535) int codeDescriptors,

        // Not DecimalMin: the tables of BigDecimal would take a fifth of the time to load a configuration.
        @Default("0.2") @Min(value = 0, message = "must be 0..1") @Max(value = 1, message = "must be 0..1")
        double compactAbove,

        @Default("5m") @DurationMin(millis = 10, message = "must be at least 10ms")
        Duration compactInterval,

        @Default("10s") @DurationMax(hours = 1, message = "must be at most 1h")
        Duration compactGrace) {
    public enum Precision {
        FLOAT16,
        FLOAT32
    }

    public enum Codes {
        NONE,
        /** With the descriptors of {@code precision}. */
        BESIDE,
        /** In their place. */
        ONLY
    }
}
