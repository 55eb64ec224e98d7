package io.patchrank.evaluation.metrics;

/** How average precision is summed. */
public enum PrecisionRule {
    /** Area under the precision-recall curve by trapezoids: revisited Oxford and Paris, INSTRE. */
    TRAPEZOIDAL {
        @Override
        double averagePrecision(PositiveRanks ranks, int places) {
            return ranks.averagePrecision();
        }
    },
    /** Precision at each positive found: Google Landmarks v2. */
    RECTANGULAR {
        @Override
        double averagePrecision(PositiveRanks ranks, int places) {
            return ranks.rectangularPrecision(places);
        }
    };

    /** @param places length of the judged list */
    abstract double averagePrecision(PositiveRanks ranks, int places);
}
