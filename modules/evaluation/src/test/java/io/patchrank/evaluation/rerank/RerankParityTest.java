package io.patchrank.evaluation.rerank;

import static io.patchrank.evaluation.rerank.GoldenRanking.assertSame;
import static io.patchrank.evaluation.rerank.GoldenRanking.column;
import static io.patchrank.evaluation.rerank.GoldenRanking.ints;
import static io.patchrank.evaluation.rerank.GoldenRanking.rounded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.patchrank.evaluation.metrics.AtDepths;
import io.patchrank.evaluation.metrics.RetrievalScores;
import io.patchrank.evaluation.protocol.Protocol;
import io.patchrank.evaluation.protocol.Setting;
import io.patchrank.evaluation.protocol.Task;
import io.patchrank.evaluation.truth.RowTruth;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against {@code rerank} and {@code mean_average_precision_revisited_rerank} of pavelsuma/ames, from its raw scores. */
class RerankParityTest {
    private static final int QUERIES = 4;
    private static final int IMAGES = 30;
    private static final int DEPTH = 25;
    private static final double TOLERANCE = 1e-9;

    private final GoldenTensors tensors = GoldenTensors.read(SharedFiles.require("golden/ranking/rerank.safetensors"));
    private final JsonNode expected;
    private final Protocol protocol = Protocol.revisited(
            RowTruth.read(SharedFiles.require("golden/ranking/gnd.json")).queries());
    private final RerankedLists lists = new RerankedLists(protocol, neighbours("cache_nn"));

    RerankParityTest() throws IOException {
        expected = GoldenRanking.json("rerank.json");
    }

    @Test
    void imagesSetAsideGoLast() {
        for (Setting setting : protocol.settings()) {
            NeighbourLists moved = neighbours(setting.name() + ".nn_after_junk");
            for (int query = 0; query < QUERIES; query++) {
                assertThat(lists.shortlist(setting).rows(query)).isEqualTo(moved.rows(query));
                assertThat(lists.shortlist(setting).similarities(query)).isEqualTo(moved.similarities(query));
            }
        }
    }

    @Test
    void everyFinalRankingOfTheGridIsTheSame() {
        for (Setting setting : protocol.settings()) {
            PairScores scores = scores(setting.name());
            for (GridPoint point : grid().points()) {
                String name = "%s.k%d_l%s_t%s.ranks"
                        .formatted(setting.name(), point.topK(), point.lambda(), point.temperature());
                int[][] ranks = ints(tensors.longs(name), QUERIES);
                for (int query = 0; query < QUERIES; query++) {
                    assertThat(lists.reranked(setting, query, point, scores).rows())
                            .as(name + " query " + query)
                            .isEqualTo(column(ranks, query));
                }
            }
        }
    }

    @Test
    void everyMetricOfTheGridIsTheSame() {
        int compared = 0;
        for (JsonNode entry : expected) {
            if (entry.has("metrics")) {
                PairScores scores = scores(entry.get("mode").asText());
                compare(entry, judgedUnder(entry.get("mode").asText(), point(entry), scores));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(2 * grid().points().size());
    }

    @Test
    void mediumComesFromMediumShortlistsAndHardFromHardOnes() {
        JsonNode last = expected.get(expected.size() - 1);
        GridPoint point = point(last);
        PairScores both = lists.score(stored("medium", stored("hard", Map.of())), DEPTH, () -> {});
        Map<String, RetrievalScores> means = lists.at(point, both).means();

        assertSame(rounded(means.getOrDefault("medium", none()).map()), last.at("/out/M_map"), TOLERANCE);
        assertSame(rounded(means.getOrDefault("hard", none()).map()), last.at("/out/H_map"), TOLERANCE);
        // The reference's "map" takes the mean over both runs of the mean of medium and hard.
        double sum = 0;
        for (Setting setting : protocol.settings()) {
            sum += protocol.mainFigure(judgedUnder(setting.name(), point, both).means());
        }
        assertThat(sum / 2).isCloseTo(last.get("map").asDouble(), within(TOLERANCE));
    }

    private void compare(JsonNode entry, RankingResult result) {
        Map<String, String> letters = Map.of("easy", "E", "medium", "M", "hard", "H");
        for (Task task : protocol.tasks()) {
            String letter = letters.getOrDefault(task.name(), "");
            RetrievalScores mean = result.means().getOrDefault(task.name(), none());
            assertSame(rounded(mean.map()), entry.at("/metrics/" + letter + "_map"), TOLERANCE);
            AtDepths precision = mean.precision();
            JsonNode precisions = entry.at("/metrics/" + letter + "_mp");
            assertSame(rounded(precision.at1()), precisions.get(0), TOLERANCE);
            assertSame(rounded(precision.at5()), precisions.get(1), TOLERANCE);
            assertSame(rounded(precision.at10()), precisions.get(2), TOLERANCE);
            for (int query = 0; query < QUERIES; query++) {
                JsonNode ap = entry.at("/metrics/aps" + letter).get(query);
                assertSame(result.of(task, query).map(), ap, 1e-12);
            }
        }
        assertThat(result.mainFigure()).isCloseTo(entry.get("score").asDouble(), within(1e-12));
    }

    /** All tasks on the lists of one setting, as the reference's {@code rerank} reports them. */
    private RankingResult judgedUnder(String name, GridPoint point, PairScores scores) {
        Setting setting = protocol.settings().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
        return RankingResult.of(protocol, (task, query) -> lists.reranked(setting, query, point, scores)
                .rows());
    }

    private PairScores scores(String mode) {
        return PairScores.compute(
                stored(mode, Map.of()), List.of(neighbours(mode + ".nn_after_junk")), DEPTH, () -> {});
    }

    private PairScorer stored(String mode, Map<Long, Float> others) {
        Map<Long, Float> byPair = new HashMap<>(others);
        NeighbourLists moved = neighbours(mode + ".nn_after_junk");
        float[] raw = tensors.floats(mode + ".raw_scores");
        for (int query = 0; query < QUERIES; query++) {
            for (int place = 0; place < DEPTH; place++) {
                byPair.put(key(query, moved.rows(query)[place]), raw[query * DEPTH + place]);
            }
        }
        return new StoredPairs(byPair);
    }

    private record StoredPairs(Map<Long, Float> byPair) implements PairScorer {
        @Override
        public float[] score(int query, int[] gallery) {
            float[] scores = new float[gallery.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = byPair.getOrDefault(key(query, gallery[i]), Float.NaN);
            }
            return scores;
        }
    }

    private PairScorer stored(String mode, PairScorer others) {
        return stored(mode, ((StoredPairs) others).byPair());
    }

    private static long key(int query, int row) {
        return (long) query * IMAGES + row;
    }

    private NeighbourLists neighbours(String name) {
        float[] values = tensors.floats(name);
        float[][] similarities = new float[QUERIES][IMAGES];
        int[][] rows = new int[QUERIES][IMAGES];
        for (int query = 0; query < QUERIES; query++) {
            for (int place = 0; place < IMAGES; place++) {
                similarities[query][place] = values[query * IMAGES + place];
                rows[query][place] = (int) values[(QUERIES + query) * IMAGES + place];
            }
        }
        return NeighbourLists.of(name, similarities, rows, IMAGES);
    }

    private static Grid grid() {
        return new Grid(List.of(10, 25), List.of(0.55, 0.0, 1.0), List.of(0.3, 1.0));
    }

    private static GridPoint point(JsonNode entry) {
        return new GridPoint(
                entry.get("top_k").asInt(),
                entry.get("lamb").asDouble(),
                entry.get("temp").asDouble());
    }

    private static RetrievalScores none() {
        return RetrievalScores.mean(List.of());
    }
}
