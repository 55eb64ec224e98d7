package io.patchrank.rerank.stage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.Reranker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One query to re-rank.
 *
 * @param query its local descriptors
 * @param shortlist candidates by descending global similarity
 * @param reranker jobs of the same re-ranker object share micro-batches
 * @param deadline time from subscription to the last order; empty to wait for completion
 * @param logged what the log says of the job while it is worked on (SLF4J's MDC)
 */
public record RerankJob(
        LocalDescriptors query,
        List<Candidate> shortlist,
        Reranker reranker,
        Optional<Duration> deadline,
        Map<String, String> logged) {
    public RerankJob(
            LocalDescriptors query, List<Candidate> shortlist, Reranker reranker, Optional<Duration> deadline) {
        this(query, shortlist, reranker, deadline, Map.of());
    }

    public RerankJob {
        shortlist = List.copyOf(shortlist);
        logged = Map.copyOf(logged);
        if (deadline.isPresent() && deadline.get().isNegative()) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, "deadline", "must not be negative");
        }
    }
}
