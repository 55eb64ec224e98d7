package io.patchrank.pipeline.config;

import java.time.Duration;

/**
 * What is logged, and how it looks.
 *
 * @param format lines for people, or one JSON object a line
 * @param level the least important messages that are logged
 * @param slowQuery a query that takes longer is logged as a warning; zero means none is slow
 */
public record LogConfig(
        @Default("text") Format format,
        @Default("warn") Level level,
        @Default("5s") Duration slowQuery) {
    public enum Format {
        TEXT,
        JSON
    }

    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
