package io.patchrank.pipeline.search;

import io.patchrank.api.bus.Hit;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.gallery.Neighbour;
import io.patchrank.api.picture.ImageArea;
import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.Numbers;
import io.patchrank.pipeline.message.RerankReply;
import io.patchrank.pipeline.message.RerankReply.CandidateScore;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the answers of one query: the re-ranked shortlist in front of the rest of the global list.
 *
 * @param reranker its name
 * @param neighbours the global list
 * @param limit hits of an answer at most
 */
record Answers(SearchRequest request, String reranker, Query query, List<Neighbour> neighbours, int limit) {
    /** The list in the global order; no final score is known yet, so none is below the threshold. */
    SearchReply global(RerankReply unscored, Map<String, Double> timings) {
        return assemble(unscored, Double.NEGATIVE_INFINITY, timings);
    }

    SearchReply of(RerankReply reranked, Map<String, Double> timings) {
        return assemble(reranked, request.threshold().orElse(Double.NEGATIVE_INFINITY), timings);
    }

    private SearchReply assemble(RerankReply reranked, double threshold, Map<String, Double> timings) {
        List<Integer> order = new ArrayList<>(reranked.order());
        for (int i = order.size(); i < neighbours.size(); i++) {
            order.add(i);
        }
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < order.size() && hits.size() < limit; i++) {
            Hit hit = hit(order.get(i), reranked, hits.size() + 1, explanation(i, reranked));
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
                query.size(),
                timings);
    }

    private Hit hit(int position, RerankReply reranked, int rank, Optional<Explanation> explanation) {
        Neighbour neighbour = neighbours.get(position);
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
                rank,
                neighbour.image().content().size(),
                explanation);
    }

    /** @param place in the order */
    private Optional<Explanation> explanation(int place, RerankReply reranked) {
        if (place < reranked.explanations().size()) {
            return Optional.of(new QueryArea(ImageArea.of(request.crop(), query.size()))
                    .onWholePicture(reranked.explanations().get(place)));
        }
        // Only the last order comes with explanations.
        boolean explained = !reranked.explanations().isEmpty();
        return explained && place >= reranked.order().size()
                ? Optional.of(
                        behindShortlist(neighbours.get(place), reranked.order().size()))
                : Optional.empty();
    }

    private static Explanation behindShortlist(Neighbour neighbour, int shortlist) {
        return new Explanation(
                "score = similarity of the global descriptors = " + Numbers.plain(neighbour.similarity())
                        + "; behind the shortlist of " + shortlist + ", so not re-ranked",
                List.of());
    }
}
