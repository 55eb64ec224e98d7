package io.patchrank.rerank;

import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.Numbers;
import io.patchrank.api.rerank.Pair;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.api.rerank.ShortlistScores;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** {@code none}: keeps the global order and reads no local descriptors. Runs on the caller's thread. */
public final class NoRerank implements Reranker {
    public static final String NAME = "none";

    /** Itself: there are no options. Errors: {@code BAD_REQUEST} for any. */
    NoRerank with(Map<String, Object> overrides) {
        new Overrides(overrides).requireAllKnown();
        return this;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int descriptorCount() {
        return 0;
    }

    @Override
    public List<PairScore> score(List<Pair> pairs) {
        return Collections.nCopies(pairs.size(), new PairScore(0, 0));
    }

    /** The global similarities. */
    @Override
    public float[] combine(ShortlistScores shortlist) {
        float[] scores = new float[shortlist.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = shortlist.similarities().get(i);
        }
        return scores;
    }

    @Override
    public List<Explanation> explain(ShortlistScores shortlist, List<Integer> positions) {
        return positions.stream()
                .map(position -> new Explanation(
                        "score = similarity of the global descriptors = "
                                + Numbers.plain(shortlist.similarities().get(position)),
                        List.of()))
                .toList();
    }
}
