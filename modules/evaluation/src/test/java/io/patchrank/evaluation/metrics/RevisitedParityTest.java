package io.patchrank.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.testing.SharedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the numbers of filipradenovic/revisitop: protocols easy, medium and hard, the whole ranking and its top 20. */
class RevisitedParityTest {
    private static final double TOLERANCE = 1e-12;

    @ParameterizedTest
    @CsvSource({
        "E, easy, junk hard, 60", "M, easy hard, junk, 60", "H, hard, junk easy, 60",
        "E, easy, junk hard, 20", "M, easy hard, junk, 20", "H, hard, junk easy, 20"
    })
    void everyQueryAndTheMeansAgree(String protocol, String positive, String junk, int depth) throws IOException {
        JsonNode golden = new JsonMapper()
                .readTree(SharedFiles.require("golden/ranking/revisited.json").toFile());
        JsonNode expected = golden.at("/protocols/" + protocol);
        expected = depth == 60 ? expected : expected.get("top20");
        List<RetrievalScores> scores = new ArrayList<>();
        double[] precisionSums = new double[3];
        int scored = 0;
        for (int q = 0; q < golden.get("gnd").size(); q++) {
            JsonNode gnd = golden.get("gnd").get(q);
            PositiveRanks ranks = PositiveRanks.of(column(golden, q, depth), union(gnd, positive), union(gnd, junk));
            scores.add(RetrievalScores.of(ranks));
            assertSame(ranks.averagePrecision(), expected.get("aps").get(q));
            scored += ranks.positives() > 0 ? 1 : 0;
            for (int k = 0; k < 3; k++) {
                double precision = ranks.precisionAt(golden.get("kappas").get(k).asInt());
                assertSame(precision, expected.get("prs").get(q).get(k));
                precisionSums[k] += Double.isNaN(precision) ? 0 : precision;
            }
        }
        assertSame(RetrievalScores.mean(scores).map(), expected.get("map"));
        for (int k = 0; k < 3; k++) {
            assertSame(precisionSums[k] / scored, expected.get("mpr").get(k));
        }
    }

    private static void assertSame(double actual, JsonNode expected) {
        if (expected.isTextual()) {
            assertThat(expected.asText()).isEqualTo("NaN");
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isCloseTo(expected.asDouble(), within(TOLERANCE));
        }
    }

    private static List<Integer> column(JsonNode golden, int query, int depth) {
        List<Integer> ranking = new ArrayList<>();
        for (int r = 0; r < depth; r++) {
            ranking.add(golden.get("ranks_db_by_query").get(r).get(query).asInt());
        }
        return ranking;
    }

    private static Set<Integer> union(JsonNode gnd, String names) {
        Set<Integer> images = new HashSet<>();
        for (String name : names.split(" ", -1)) {
            gnd.get(name).forEach(image -> images.add(image.asInt()));
        }
        return images;
    }
}
