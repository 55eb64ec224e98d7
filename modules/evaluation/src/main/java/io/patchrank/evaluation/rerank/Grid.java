package io.patchrank.evaluation.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.ArrayList;
import java.util.List;

/** All combinations of some depths, lambdas and temperatures, in this order, the temperature changing fastest. */
public record Grid(List<Integer> topK, List<Double> lambda, List<Double> temperature) {
    /** @throws PatchrankException BAD_REQUEST when a list is empty or a value out of range */
    public Grid {
        topK = List.copyOf(topK);
        lambda = List.copyOf(lambda);
        temperature = List.copyOf(temperature);
        if (topK.isEmpty() || lambda.isEmpty() || temperature.isEmpty()) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, "grid", "name at least one topk, lambda, temperature");
        }
        points(topK, lambda, temperature);
    }

    public List<GridPoint> points() {
        return points(topK, lambda, temperature);
    }

    /** The longest shortlist: how many pairs of a query need a score. */
    public int deepest() {
        return topK.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static List<GridPoint> points(List<Integer> depths, List<Double> lambdas, List<Double> temperatures) {
        List<GridPoint> points = new ArrayList<>();
        for (int k : depths) {
            for (double l : lambdas) {
                temperatures.forEach(t -> points.add(new GridPoint(k, l, t)));
            }
        }
        return points;
    }
}
