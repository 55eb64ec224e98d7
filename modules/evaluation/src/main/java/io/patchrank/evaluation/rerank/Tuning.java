package io.patchrank.evaluation.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.protocol.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The best point of a grid, and what such a choice is worth on queries that it was not made on. Deterministic: of points
 * that score the same, the first in the grid's order wins, so the shallowest shortlist.
 *
 * @param best chosen on all queries
 * @param figure main figure there, on all queries
 * @param before main figure of the global ranking, on all queries
 * @param heldOut main figure that the choice of the other folds reaches on each fold, averaged
 * @param heldOutBefore main figure of the global ranking in the same average
 * @param folds the choice without each fold
 */
public record Tuning(
        GridPoint best, double figure, double before, double heldOut, double heldOutBefore, List<Fold> folds) {
    public Tuning {
        folds = List.copyOf(folds);
    }

    /**
     * One cross-check.
     *
     * @param chosen the best point on the queries of the other folds
     * @param heldOut main figure of {@code chosen} on this fold's queries
     * @param before main figure of the global ranking on them
     */
    public record Fold(GridPoint chosen, double heldOut, double before) {}

    /**
     * Query {@code i} belongs to fold {@code i mod folds}.
     *
     * @param global before re-ranking
     * @param grid after re-ranking, in the grid's order; not empty
     * @param folds at least 2
     * @throws PatchrankException BAD_REQUEST when a fold would be without scores
     */
    public static Tuning of(RankingResult global, Map<GridPoint, RankingResult> grid, int folds) {
        Protocol protocol = global.protocol();
        if (folds < 2 || protocol.queries() < folds) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    "folds",
                    "must be from 2 to the number of queries, " + protocol.queries() + ", not " + folds);
        }
        GridPoint best = best(grid, query -> true);
        List<Fold> checked = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int out = fold;
            IntPredicate heldOut = query -> query % folds == out;
            GridPoint chosen = best(grid, heldOut.negate());
            checked.add(new Fold(chosen, figure(result(grid, chosen), heldOut), figure(global, heldOut)));
        }
        return new Tuning(
                best,
                result(grid, best).mainFigure(),
                global.mainFigure(),
                checked.stream()
                        .mapToDouble(Fold::heldOut)
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN),
                checked.stream()
                        .mapToDouble(Fold::before)
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN),
                checked);
    }

    private static GridPoint best(Map<GridPoint, RankingResult> grid, IntPredicate queries) {
        GridPoint best = grid.keySet().iterator().next();
        double most = Double.NEGATIVE_INFINITY;
        for (Map.Entry<GridPoint, RankingResult> entry : grid.entrySet()) {
            double figure = figure(entry.getValue(), queries);
            if (figure > most) {
                best = entry.getKey();
                most = figure;
            }
        }
        return best;
    }

    private static double figure(RankingResult result, IntPredicate queries) {
        return result.protocol().mainFigure(result.means(queries));
    }

    private static RankingResult result(Map<GridPoint, RankingResult> grid, GridPoint point) {
        RankingResult result = grid.get(point);
        if (result == null) {
            throw new IllegalArgumentException("not a point of the grid: " + point);
        }
        return result;
    }
}
