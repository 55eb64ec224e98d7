package io.patchrank.evaluation.dataset;

import io.patchrank.evaluation.rerank.Grid;
import io.patchrank.evaluation.rerank.GridPoint;
import io.patchrank.evaluation.rerank.PairScorer;
import io.patchrank.evaluation.rerank.PairScores;
import io.patchrank.evaluation.rerank.RankingResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dataset judged: its global ranking, and the re-ranked one at every point of a grid.
 *
 * @param reranker name of what scored the pairs, {@code none} without re-ranking
 * @param global before re-ranking
 * @param grid after re-ranking, in the order of the grid; empty without re-ranking
 * @param scores of all pairs; empty without re-ranking
 */
public record DatasetEvaluation(
        Dataset dataset,
        String reranker,
        RankingResult global,
        Map<GridPoint, RankingResult> grid,
        Optional<PairScores> scores) {
    public DatasetEvaluation {
        grid = Collections.unmodifiableMap(new LinkedHashMap<>(grid));
    }

    /** The global ranking only. */
    public static DatasetEvaluation globalOnly(Dataset dataset) {
        return new DatasetEvaluation(dataset, "none", dataset.lists().global(), Map.of(), Optional.empty());
    }

    /**
     * Scores every pair once and judges every point of the grid with these scores.
     *
     * @param progress called after each query
     */
    public static DatasetEvaluation reranked(
            Dataset dataset, String reranker, PairScorer scorer, Grid grid, Runnable progress) {
        PairScores scores = dataset.lists().score(scorer, grid.deepest(), progress);
        Map<GridPoint, RankingResult> results = new LinkedHashMap<>();
        for (GridPoint point : grid.points()) {
            results.put(point, dataset.lists().at(point, scores));
        }
        return new DatasetEvaluation(dataset, reranker, dataset.lists().global(), results, Optional.of(scores));
    }

    /** The point with the greatest main figure, the first of equal ones; empty without re-ranking. */
    public Optional<GridPoint> best() {
        List<Map.Entry<GridPoint, RankingResult>> entries = new ArrayList<>(grid.entrySet());
        entries.sort(Comparator.comparingDouble(
                (Map.Entry<GridPoint, RankingResult> entry) -> -entry.getValue().mainFigure()));
        return entries.stream().findFirst().map(Map.Entry::getKey);
    }

    /** The result at a point of the grid. */
    public RankingResult at(GridPoint point) {
        RankingResult result = grid.get(point);
        if (result == null) {
            throw new IllegalArgumentException("not a point of the grid: " + point);
        }
        return result;
    }
}
