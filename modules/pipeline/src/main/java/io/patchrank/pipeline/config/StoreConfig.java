package io.patchrank.pipeline.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;

/**
 * The stage that makes features durable.
 *
 * @param precision of the local descriptors on disk
 * @param segmentImages images of one shard file
 * @param groupCommit how long an append waits for others to share its fsync
 */
public record StoreConfig(
        @Default("float16") Precision precision,
        @Default("1000") @Min(1) @Max(1_000_000) int segmentImages,

        @Default("10ms") @DurationMax(seconds = 10, message = "must be at most 10s")
        Duration groupCommit) {
    public enum Precision {
        FLOAT16,
        FLOAT32
    }
}
