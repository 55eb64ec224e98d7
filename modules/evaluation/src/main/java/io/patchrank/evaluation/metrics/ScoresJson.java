package io.patchrank.evaluation.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON form of {@link RetrievalScores}: {@code map}, {@code recall@k}, {@code precision@k}. */
public final class ScoresJson {
    private ScoresJson() {}

    /** Adds the figures to {@code node}; {@code null} stands for {@code NaN}, which JSON does not know. */
    public static void write(ObjectNode node, RetrievalScores scores) {
        number(node, "map", scores.map());
        write(node, "recall", scores.recall());
        write(node, "precision", scores.precision());
    }

    private static void write(ObjectNode node, String name, AtDepths figure) {
        number(node, name + "@1", figure.at1());
        number(node, name + "@5", figure.at5());
        number(node, name + "@10", figure.at10());
    }

    /** One figure, {@code null} when it is not a number. */
    public static void number(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }
}
