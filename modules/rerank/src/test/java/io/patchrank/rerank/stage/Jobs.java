package io.patchrank.rerank.stage;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.rerank.Reranker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Jobs whose shortlist the fake re-ranker turns round: the last candidate has the highest row. */
final class Jobs {
    private Jobs() {}

    static RerankJob job(int segment, int candidates, Reranker reranker) {
        return job(segment, candidates, reranker, Optional.empty());
    }

    static RerankJob job(int segment, int candidates, Reranker reranker, Optional<Duration> deadline) {
        List<Candidate> shortlist = IntStream.range(0, candidates)
                .mapToObj(i -> new Candidate(key(segment, i), 1 - i / (float) candidates))
                .toList();
        return new RerankJob(FakeSource.locals(1), shortlist, reranker, deadline);
    }

    /** The key of the candidate at position i of the job of that segment. */
    static FeatureKey key(int segment, int i) {
        return new FeatureKey(segment, i);
    }

    /** Rows of the candidates in their new order. */
    static List<Integer> rows(RankedOrder order) {
        return order.candidates().stream()
                .map(candidate -> candidate.candidate().key().row())
                .toList();
    }
}
