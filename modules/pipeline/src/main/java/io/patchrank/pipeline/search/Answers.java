package io.patchrank.pipeline.search;

import io.patchrank.api.bus.Hit;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.gallery.Neighbour;
import io.patchrank.pipeline.flow.Stopwatch;
import io.patchrank.pipeline.message.RerankReply;
import io.patchrank.pipeline.message.RerankReply.CandidateScore;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the re-ranked shortlist in front of the rest of the global list. */
final class Answers {
    private Answers() {}

    static SearchReply assemble(
            SearchRequest request,
            String reranker,
            Query query,
            List<Neighbour> neighbours,
            RerankReply reranked,
            int limit,
            Stopwatch watch) {
        double threshold = request.threshold().orElse(Double.NEGATIVE_INFINITY);
        List<Integer> order = new ArrayList<>(reranked.order());
        for (int i = order.size(); i < neighbours.size(); i++) {
            order.add(i);
        }
        List<Hit> hits = new ArrayList<>();
        for (int position : order) {
            if (hits.size() == limit) {
                break;
            }
            Hit hit = hit(neighbours.get(position), position, reranked, hits.size() + 1);
            if (hit.score() >= threshold) {
                hits.add(hit);
            }
        }
        return new SearchReply(
                hits,
                reranked.partial(),
                reranked.scored(),
                reranked.order().size(),
                reranker,
                query.model(),
                watch.finish());
    }

    private static Hit hit(Neighbour neighbour, int position, RerankReply reranked, int rank) {
        boolean inShortlist = position < reranked.finals().size();
        Optional<CandidateScore> score = inShortlist ? reranked.scores().get(position) : Optional.empty();
        return new Hit(
                neighbour.image().id(),
                neighbour.image().source(),
                new JsonObject(neighbour.image().metadata()),
                inShortlist ? reranked.finals().get(position) : neighbour.similarity(),
                neighbour.similarity(),
                score.map(s -> (double) s.raw()),
                score.map(CandidateScore::matches).orElse(0),
                position + 1,
                rank);
    }
}
