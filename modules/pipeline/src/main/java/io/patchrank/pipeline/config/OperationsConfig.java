package io.patchrank.pipeline.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * What those who run patchrank need: health and metrics over HTTP, and how it stops.
 *
 * @param host address to listen on
 * @param port of health and metrics alone; 0 means none of their own, they are served where the stage {@code web} is
 * @param dataMinFree with less space left for the data folder, the process is not ready
 * @param stopGrace how long a stop waits for what has been accepted
 */
public record OperationsConfig(
        @Default("127.0.0.1") @NotBlank String host,
        @Default("0") @Min(0) @Max(65535) int port,
        @Default("256MB") DataSize dataMinFree,

        @Default("30s") @DurationMin(seconds = 1, message = "must be at least 1s")
        Duration stopGrace) {}
