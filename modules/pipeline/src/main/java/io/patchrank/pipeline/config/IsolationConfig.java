package io.patchrank.pipeline.config;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The child processes of stages that are isolated, one a stage.
 *
 * @param heap of each; what decoders and the network need lies outside of it
 * @param imageTimeout time for one image, after which the child is taken for stuck and killed
 */
public record IsolationConfig(
        @Default("512MB") DataSize heap,

        @Default("2m") @DurationMin(seconds = 1, message = "must be at least 1s")
        Duration imageTimeout) {
    private static final DataSize LEAST = DataSize.parse("64MB");

    public IsolationConfig {
        if (heap.bytes() < LEAST.bytes()) {
            throw new IllegalArgumentException("heap must be at least " + LEAST + ", not " + heap);
        }
    }
}
