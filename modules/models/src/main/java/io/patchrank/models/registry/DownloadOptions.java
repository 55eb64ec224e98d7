package io.patchrank.models.registry;

import java.time.Duration;

/**
 * Patience of a download.
 *
 * @param connect time to reach the server, and for the beginning of its answer
 * @param stall time without a byte after which a connection counts as broken
 * @param attempts attempts in a row that may bring nothing new
 * @param firstPause wait before the second attempt; doubles up to {@code longestPause}
 */
public record DownloadOptions(
        Duration connect, Duration stall, int attempts, Duration firstPause, Duration longestPause) {
    public static final DownloadOptions DEFAULT = new DownloadOptions(
            Duration.ofSeconds(30), Duration.ofSeconds(60), 5, Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** Attempts of one download in all, so that a server that feeds byte by byte does not hold us for ever. */
    static final int MOST_ATTEMPTS = 100;

    /** Before attempt {@code failures + 1}. */
    Duration pause(int failures) {
        Duration doubled = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }
}
