package io.patchrank.pipeline.rerank;

import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.api.rerank.ShortlistScores;
import io.patchrank.pipeline.message.RerankReply;
import io.patchrank.pipeline.message.RerankReply.CandidateScore;
import io.patchrank.rerank.stage.RankedCandidate;
import io.patchrank.rerank.stage.RankedOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Orders of the re-rank stage as they cross the bus: by position in the shortlist, without evidence. */
final class Replies {
    private Replies() {}

    static RerankReply of(RankedOrder order, List<Explanation> explanations) {
        int n = order.candidates().size();
        List<Integer> positions = new ArrayList<>(n);
        Float[] finals = new Float[n];
        List<Optional<CandidateScore>> scores = new ArrayList<>(Collections.nCopies(n, Optional.empty()));
        for (RankedCandidate candidate : order.candidates()) {
            int position = position(candidate);
            positions.add(position);
            finals[position] = candidate.score();
            scores.set(position, candidate.pairScore().map(s -> new CandidateScore(s.raw(), s.matches())));
        }
        return new RerankReply(
                positions,
                Arrays.asList(finals),
                scores,
                order.partial(),
                millis(order.timings().reading()),
                millis(order.timings().scoring()),
                explanations);
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    /** How the {@code count} best came to their scores. */
    static List<Explanation> explanations(RankedOrder order, Reranker reranker, int count) {
        int n = order.candidates().size();
        Float[] similarities = new Float[n];
        List<Optional<PairScore>> scores = new ArrayList<>(Collections.nCopies(n, Optional.empty()));
        for (RankedCandidate candidate : order.candidates()) {
            similarities[position(candidate)] = candidate.candidate().similarity();
            scores.set(position(candidate), candidate.pairScore());
        }
        List<Integer> best =
                order.candidates().stream().limit(count).map(Replies::position).toList();
        return reranker.explain(new ShortlistScores(Arrays.asList(similarities), scores), best);
    }

    private static int position(RankedCandidate candidate) {
        return candidate.rankBefore() - 1;
    }
}
