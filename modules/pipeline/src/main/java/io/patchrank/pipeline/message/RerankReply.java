package io.patchrank.pipeline.message;

import java.util.List;
import java.util.Optional;

/**
 * The re-ranked shortlist.
 *
 * @param order positions in the shortlist, best first
 * @param finals final score by position in the shortlist
 * @param scores pair score by position; empty where there was no time or the features could not be read
 * @param partial true when the budget ended first
 */
public record RerankReply(
        List<Integer> order, List<Float> finals, List<Optional<CandidateScore>> scores, boolean partial) {
    /** What the re-ranker said of one candidate, and the matches it stands on. */
    public record CandidateScore(float raw, int matches) {}

    public int scored() {
        return (int) scores.stream().filter(Optional::isPresent).count();
    }
}
