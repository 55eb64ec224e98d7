package io.patchrank.testkit.cluster;

import java.time.Duration;
import java.util.List;

/**
 * @param kills of the one extractor
 * @param pauses of the other
 * @param resent requests given to another worker because theirs was lost
 * @param mostInHand requests of the ingest that one worker had at one address
 * @param announced the most that a worker has announced
 * @param searches answered while it went on
 * @param askedAgain of these, how often one failed for a passing reason and was repeated
 * @param violations what must not be, in words
 */
record ClusterReport(
        long seed,
        int images,
        int kills,
        int pauses,
        Duration pause,
        Duration took,
        int resent,
        int mostInHand,
        int announced,
        int searches,
        int askedAgain,
        Duration slowestSearch,
        List<String> violations) {
    ClusterReport {
        violations = List.copyOf(violations);
    }

    @Override
    public String toString() {
        return ("cluster harness, seed %d: %d images in %d s, one extractor killed %d times, the other paused %d times for"
                        + " %d s; %d requests given to another, at most %d of %d announced in one worker's hands; %d"
                        + " searches answered, %d asked again, the slowest %d ms; %d violations")
                .formatted(
                        seed,
                        images,
                        took.toSeconds(),
                        kills,
                        pauses,
                        pause.toSeconds(),
                        resent,
                        mostInHand,
                        announced,
                        searches,
                        askedAgain,
                        slowestSearch.toMillis(),
                        violations.size());
    }
}
