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
 * @param codes whether binary codes are kept, by the projection of the AMES checkpoint
 * @param codeDescriptors codes kept of an image, those of its strongest descriptors
 */
public record StoreConfig(
        @Default("float16") Precision precision,
        @Default("1000") @Min(1) @Max(1_000_000) int segmentImages,

        @Default("10ms") @DurationMax(seconds = 10, message = "must be at most 10s")
        Duration groupCommit,

        @Default("none") Codes codes,
        @Default("50") @Min(1) @Max(65_535) int codeDescriptors) {
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
