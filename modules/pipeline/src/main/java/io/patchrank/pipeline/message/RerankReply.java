package io.patchrank.pipeline.message;

import io.patchrank.api.rerank.Explanation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The re-ranked shortlist.
 *
 * @param order positions in the shortlist, best first
 * @param finals final score by position in the shortlist
 * @param scores pair score by position; empty where there was no time or the features could not be read
 * @param partial true when the budget ended first
 * @param readMs milliseconds in which candidates were read and none was scored
 * @param scoreMs milliseconds in which at least one candidate was being scored
 * @param explanations of the best, in the order of {@code order}, as many as were asked for
 */
public record RerankReply(
        List<Integer> order,
        List<Float> finals,
        List<Optional<CandidateScore>> scores,
        boolean partial,
        double readMs,
        double scoreMs,
        List<Explanation> explanations) {
    /** What the re-ranker said of one candidate, and the matches it stands on. */
    public record CandidateScore(float raw, int matches) {}

    /** A shortlist as it comes, not one of it scored. */
    public static RerankReply unscored(List<Float> similarities) {
        return new RerankReply(
                IntStream.range(0, similarities.size()).boxed().toList(),
                similarities,
                Collections.nCopies(similarities.size(), Optional.empty()),
                false,
                0,
                0,
                List.of());
    }

    public int scored() {
        return (int) scores.stream().filter(Optional::isPresent).count();
    }
}
