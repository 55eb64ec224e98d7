package io.patchrank.evaluation.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.testing.SharedFiles;
import java.io.IOException;
import java.util.Arrays;

/** Reads what the reference implementations wrote. */
final class GoldenRanking {
    private GoldenRanking() {}

    static JsonNode json(String name) throws IOException {
        return new JsonMapper()
                .readTree(SharedFiles.require("golden/ranking/" + name).toFile());
    }

    /** As the reference reports: per cent, three decimals, half to even. */
    static double rounded(double share) {
        return Math.rint(share * 100 * 1000) / 1000;
    }

    static void assertSame(double actual, JsonNode expected, double tolerance) {
        if (expected.isTextual()) {
            assertThat(expected.asText()).isEqualTo("NaN");
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isCloseTo(expected.asDouble(), within(tolerance));
        }
    }

    /** [rows][columns] of a row-major tensor. */
    static int[][] ints(long[] values, int columns) {
        int[][] rows = new int[values.length / columns][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.stream(values, row * columns, (row + 1) * columns)
                    .mapToInt(Math::toIntExact)
                    .toArray();
        }
        return rows;
    }

    static int[] column(int[][] table, int column) {
        return Arrays.stream(table).mapToInt(row -> row[column]).toArray();
    }
}
