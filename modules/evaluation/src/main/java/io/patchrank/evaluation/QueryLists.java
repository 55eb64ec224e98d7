package io.patchrank.evaluation;

import java.util.List;

/**
 * What a search answered to one query, before and after re-ranking. The lists should be as long as the gallery: a
 * positive that is not in a list counts as missed. The query itself may stand in them; it is passed over.
 *
 * @param query name of the query image
 * @param global the global ranking, best first
 * @param reranked the same after re-ranking, with the images beyond the shortlist behind it
 */
public record QueryLists(String query, List<RankedImage> global, List<RankedImage> reranked) {
    public QueryLists {
        global = List.copyOf(global);
        reranked = List.copyOf(reranked);
    }
}
