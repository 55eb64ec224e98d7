package io.patchrank.api.rerank;

import io.patchrank.api.feature.LocalsForm;
import java.util.List;

/**
 * Re-orders a shortlist by local descriptors, in two steps: pairs are scored in micro-batches that may mix concurrent
 * queries, then each shortlist is judged as a whole. To add one: implement this, register it in {@code Rerankers}.
 *
 * <p>Thread-safe. {@code score} runs on the re-rank scheduler and may block it; {@code combine} is cheap.
 */
public interface Reranker extends AutoCloseable {
    /** How users ask for it, for example {@code mutual-nn}. */
    String name();

    /** Local descriptors of each image that it wants to read; 0 when it needs none. */
    int descriptorCount();

    /** In which form it wants to read them. */
    default LocalsForm reads() {
        return LocalsForm.DESCRIPTORS;
    }

    /** Scores in order, one for each pair; pairs may have different descriptor counts. */
    List<PairScore> score(List<Pair> pairs);

    /**
     * Final scores in the order of the shortlist, higher is better; the new order is by final score, then by the order
     * given. Candidates without a pair score must keep a sensible place (anytime re-ranking).
     */
    float[] combine(ShortlistScores shortlist);

    /**
     * How {@link #combine} came to the final scores of some candidates, in the re-ranker's own terms. Cheap, too.
     *
     * @param shortlist as given to {@code combine}
     * @param positions of the candidates in the shortlist
     * @return one explanation for each position, in order
     */
    default List<Explanation> explain(ShortlistScores shortlist, List<Integer> positions) {
        float[] finals = combine(shortlist);
        return positions.stream()
                .map(position ->
                        new Explanation("score %s by %s".formatted(Numbers.plain(finals[position]), name()), List.of()))
                .toList();
    }

    @Override
    default void close() {}
}
