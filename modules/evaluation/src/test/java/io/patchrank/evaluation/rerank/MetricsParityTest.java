package io.patchrank.evaluation.rerank;

import static io.patchrank.evaluation.rerank.GoldenRanking.assertSame;
import static io.patchrank.evaluation.rerank.GoldenRanking.column;
import static io.patchrank.evaluation.rerank.GoldenRanking.ints;
import static io.patchrank.evaluation.rerank.GoldenRanking.json;
import static io.patchrank.evaluation.rerank.GoldenRanking.rounded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.patchrank.evaluation.metrics.RetrievalScores;
import io.patchrank.evaluation.protocol.Protocol;
import io.patchrank.evaluation.protocol.Task;
import io.patchrank.evaluation.truth.QueryTruth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against {@code compute_metrics} of pavelsuma/ames, which equals filipradenovic/revisitop on its datasets. */
class MetricsParityTest {
    private static final double TOLERANCE = 1e-12;

    @Test
    void revisitedProtocolsAndTheirRoundedOutputAgree() throws IOException {
        JsonNode golden = json("revisited.json");
        int[][] ranks = table(golden.get("ranks_db_by_query"));
        Protocol protocol = Protocol.revisited(truth(golden.get("gnd"), "easy", "hard", "junk"));
        RankingResult result = RankingResult.of(protocol, (task, query) -> column(ranks, query));
        assertSame(result.mainFigure(), golden.get("ames_map"), TOLERANCE);
        JsonNode rounded = golden.get("ames_compute_metrics");
        for (Task task : protocol.tasks()) {
            String letter = task.name().substring(0, 1).toUpperCase(Locale.ROOT);
            JsonNode expected = golden.at("/protocols/" + letter);
            RetrievalScores mean = result.means().getOrDefault(task.name(), RetrievalScores.mean(List.of()));
            assertSame(mean.map(), expected.get("map"), TOLERANCE);
            assertPrecisions(mean, expected.get("mpr"));
            for (int query = 0; query < protocol.queries(); query++) {
                assertSame(result.of(task, query).map(), expected.get("aps").get(query), TOLERANCE);
                assertPrecisions(result.of(task, query), expected.get("prs").get(query));
            }
            assertSame(rounded(mean.map()), rounded.get(letter + "_map"), 1e-9);
            assertSame(
                    rounded(mean.precision().at1()), rounded.get(letter + "_mp").get(0), 1e-9);
            assertSame(
                    rounded(mean.precision().at5()), rounded.get(letter + "_mp").get(1), 1e-9);
            assertSame(
                    rounded(mean.precision().at10()),
                    rounded.get(letter + "_mp").get(2),
                    1e-9);
        }
    }

    @Test
    void landmarksTestAgreesForPublicPrivateAndAllQueries() throws IOException {
        JsonNode golden = json("gldv2.json");
        GoldenTensors tensors = GoldenTensors.read(SharedFiles.require("golden/ranking/gldv2.safetensors"));
        Protocol protocol = Protocol.landmarksTest(truth(golden.get("gnd_ok")));
        RankingResult result = landmarks(protocol, tensors);
        double[] aps = tensors.doubles("aps");
        for (int query = 0; query < aps.length; query++) {
            double ap = result.of(protocol.task("all"), query).map();
            if (Double.isNaN(aps[query])) {
                assertThat(ap).isNaN();
            } else {
                assertThat(ap).isCloseTo(aps[query], within(TOLERANCE));
            }
        }
        for (int query = 0; query < golden.get("pub_aps").size(); query++) {
            assertSame(
                    result.of(protocol.task("public"), query).map(),
                    golden.get("pub_aps").get(query),
                    TOLERANCE);
        }
        assertSame(map(result, "all"), golden.get("map"), TOLERANCE);
        assertSame(map(result, "public"), golden.get("pub_map"), TOLERANCE);
        assertSame(rounded(map(result, "public")), golden.at("/out/pub_map"), 1e-9);
        assertSame(rounded(map(result, "private")), golden.at("/out/priv_map"), 1e-9);
        assertSame(rounded(map(result, "all")), golden.at("/out/map"), 1e-9);
        assertThat(Arrays.stream(aps).filter(Double::isNaN).count())
                .isEqualTo(golden.get("nempty").asLong());
    }

    @Test
    void landmarksValidationIsThePublicHalf() throws IOException {
        JsonNode golden = json("gldv2.json");
        GoldenTensors tensors = GoldenTensors.read(SharedFiles.require("golden/ranking/gldv2.safetensors"));
        Protocol protocol = Protocol.landmarksValidation(truth(golden.get("gnd_ok")));
        assertThat(protocol.queries()).isEqualTo(golden.get("public").asInt());
        assertSame(rounded(landmarks(protocol, tensors).mainFigure()), golden.at("/gldv2_val/map"), 1e-9);
    }

    private static RankingResult landmarks(Protocol protocol, GoldenTensors tensors) {
        int[][] ranks = ints(tensors.longs("ranks_db_by_query"), tensors.shape("ranks_db_by_query")[1]);
        return RankingResult.of(protocol, (task, query) -> column(ranks, query));
    }

    private static double map(RankingResult result, String task) {
        return result.means()
                .getOrDefault(task, RetrievalScores.mean(List.of()))
                .map();
    }

    private static void assertPrecisions(RetrievalScores scores, JsonNode expected) {
        assertSame(scores.precision().at1(), expected.get(0), TOLERANCE);
        assertSame(scores.precision().at5(), expected.get(1), TOLERANCE);
        assertSame(scores.precision().at10(), expected.get(2), TOLERANCE);
    }

    private static int[][] table(JsonNode rows) {
        List<int[]> table = new ArrayList<>();
        rows.forEach(row -> table.add(rows(row)));
        return table.toArray(int[][]::new);
    }

    private static int[] rows(JsonNode node) {
        return new JsonMapper().convertValue(node, int[].class);
    }

    private static List<QueryTruth> truth(JsonNode queries, String... keys) {
        List<QueryTruth> truth = new ArrayList<>();
        for (JsonNode query : queries) {
            Map<String, int[]> lists = new LinkedHashMap<>();
            for (String key : keys) {
                lists.put(key, rows(query.get(key)));
            }
            if (keys.length == 0) {
                lists.put("ok", rows(query));
            }
            truth.add(new QueryTruth("golden", lists));
        }
        return truth;
    }
}
