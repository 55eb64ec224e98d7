package io.patchrank.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.truth.GroupTruth;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final List<QueryLists> LISTS = List.of(
            lists("a1", "x a2 a3", "a2 a3 x"),
            lists("a2", "a2 a1 a3 x", "a2 a1 a3 x"),
            lists("a3", "a1 a2 x", "a1 a2 x"),
            lists("b1", "x b2", "x b2"),
            lists("b2", "b1 x", "x b1"));

    @Test
    void macroAveragesGroupsAndMeanAveragesQueries() {
        EvaluationReport report = report();
        double a = ((0 + 0.5) / 2 + (0.5 + 2.0 / 3) / 2) / 2;
        assertThat(report.macro().global().map()).isCloseTo(((a + 1 + 1) / 3 + (0.25 + 1) / 2) / 2, within(1e-12));
        assertThat(report.mean().global().map()).isCloseTo((a + 1 + 1 + 0.25 + 1) / 5, within(1e-12));
        assertThat(report.macro().reranked().map()).isCloseTo((1 + 0.25) / 2, within(1e-12));
        assertThat(report.mean().reranked().recall().at1()).isCloseTo(0.6, within(1e-12));
        assertThat(report.mean().reranked().recall().at5()).isEqualTo(1);
    }

    @Test
    void jsonHasTheDocumentedPaths() throws JsonProcessingException {
        JsonNode json = new JsonMapper().readTree(report().toJson());
        assertThat(json.at("/queries").asInt()).isEqualTo(5);
        assertThat(json.at("/images").asInt()).isEqualTo(6);
        for (String scope : List.of("/macro", "/mean", "/groups/first", "/groups/second")) {
            for (String list : List.of("/global", "/reranked")) {
                for (String figure : List.of("/map", "/recall@1", "/recall@5", "/recall@10")) {
                    assertThat(json.at(scope + list + figure).isNumber())
                            .as(scope + list + figure)
                            .isTrue();
                }
            }
        }
        assertThat(json.at("/groups/second/reranked/map").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/timings/search").asDouble()).isEqualTo(1.5);
        assertThat(json.properties().stream().map(Map.Entry::getKey))
                .containsExactly("queries", "images", "macro", "mean", "groups", "timings");
    }

    @Test
    void tableIsAlignedAndNamesEveryGroup() {
        List<String> lines = report().toTable().lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        List<String> rows = lines.stream()
                .filter(line -> line.matches("(first|second|macro|mean) .*[+-]\\d\\.\\d{3}"))
                .toList();
        assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(row)
                .hasSize(rows.getFirst().length()));
        assertThat(report().toTable()).contains("5 queries against 6 images", "search 1.5 ms");
    }

    @Test
    void queryWithoutListsIsNamed() {
        assertThatThrownBy(() -> new Evaluation(truth()).evaluate(LISTS.subList(0, 4), 6, Map.of()))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.BAD_REQUEST, PatchrankException::code)
                .returns("b2", PatchrankException::subject);
    }

    private static EvaluationReport report() {
        return new Evaluation(truth()).evaluate(LISTS, 6, Map.of("search", Duration.ofNanos(1_500_000)));
    }

    private static GroupTruth truth() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("first", List.of("a1", "a2", "a3"));
        groups.put("second", List.of("b1", "b2"));
        return new GroupTruth(groups);
    }

    private static QueryLists lists(String query, String global, String reranked) {
        return new QueryLists(query, ranked(global), ranked(reranked));
    }

    private static List<RankedImage> ranked(String names) {
        return Arrays.stream(names.split(" ", -1))
                .map(name -> new RankedImage(name, 0))
                .toList();
    }
}
