package io.patchrank.evaluation.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Raw scores of all pairs that some shortlists need, each computed once. Immutable. */
public final class PairScores {
    private record Scored(int[] rows, float[] scores) {}

    private final List<Scored> byQuery;

    private PairScores(List<Scored> byQuery) {
        this.byQuery = byQuery;
    }

    /**
     * Scores the first {@code depth} images of every query in every one of {@code shortlists}; images in several of
     * them are scored once.
     *
     * @param shortlists of the same queries
     * @param progress called after each query
     * @throws PatchrankException of the scorer; DATA_CORRUPT when a score is not a number, naming the pair
     */
    public static PairScores compute(PairScorer scorer, List<NeighbourLists> shortlists, int depth, Runnable progress) {
        List<Scored> byQuery = new ArrayList<>();
        for (int query = 0; query < shortlists.getFirst().queries(); query++) {
            int q = query;
            int[] rows = shortlists.stream()
                    .flatMapToInt(lists -> Arrays.stream(lists.rows(q)).limit(depth))
                    .distinct()
                    .toArray();
            byQuery.add(scored(query, rows, scorer.score(query, rows)));
            progress.run();
        }
        return new PairScores(byQuery);
    }

    private static Scored scored(int query, int[] rows, float[] scores) {
        if (scores.length != rows.length) {
            throw new IllegalStateException("a scorer gave " + scores.length + " scores for " + rows.length + " pairs");
        }
        int[] order = IntStream.range(0, rows.length)
                .boxed()
                .sorted((a, b) -> Integer.compare(rows[a], rows[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        float[] sorted = new float[rows.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = scores[order[i]];
            if (Float.isNaN(sorted[i])) {
                throw new PatchrankException(
                        ErrorCode.DATA_CORRUPT,
                        "query " + query + ", gallery row " + rows[order[i]],
                        "the score of this pair is not a number; its descriptors are damaged");
            }
        }
        return new Scored(Arrays.stream(rows).sorted().toArray(), sorted);
    }

    /** Scores of the first {@code depth} images of a list, in its order. */
    float[] of(int query, int[] rows, int depth) {
        Scored scored = byQuery.get(query);
        float[] scores = new float[Math.min(depth, rows.length)];
        for (int i = 0; i < scores.length; i++) {
            int at = Arrays.binarySearch(scored.rows(), rows[i]);
            if (at < 0) {
                throw new IllegalStateException("pair " + query + ", " + rows[i] + " was not scored");
            }
            scores[i] = scored.scores()[at];
        }
        return scores;
    }

    /** How many pairs were scored. */
    public long pairs() {
        return byQuery.stream().mapToLong(scored -> scored.rows().length).sum();
    }
}
