package io.patchrank.evaluation.metrics;

import java.util.function.IntToDoubleFunction;

/** One figure at the depths that the field reports: after 1, 5 and 10 places. 0..1, {@code NaN} where undefined. */
public record AtDepths(double at1, double at5, double at10) {
    static AtDepths of(IntToDoubleFunction figure) {
        return new AtDepths(figure.applyAsDouble(1), figure.applyAsDouble(5), figure.applyAsDouble(10));
    }
}
