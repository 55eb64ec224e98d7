package io.patchrank.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchrank.evaluation.metrics.ScoresJson;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of an evaluation.
 *
 * @param images number of images in the gallery
 * @param macro mean over the groups of each group's mean
 * @param mean mean over all queries
 * @param groups in the order of the ground truth
 * @param outcomes one a query, in the order of the ground truth
 * @param timings mean time of one query by stage; empty when not measured
 */
public record EvaluationReport(
        int images,
        BeforeAfter macro,
        BeforeAfter mean,
        List<GroupScores> groups,
        List<QueryOutcome> outcomes,
        Map<String, Duration> timings) {
    private static final JsonMapper JSON = new JsonMapper();

    public EvaluationReport {
        groups = List.copyOf(groups);
        outcomes = List.copyOf(outcomes);
        timings = Collections.unmodifiableMap(new LinkedHashMap<>(timings));
    }

    public int queries() {
        return outcomes.size();
    }

    /**
     * One JSON object: {@code queries}, {@code images}, {@code macro.global.map}, {@code macro.reranked.recall@1},
     * {@code mean.…}, {@code groups.NAME.global.map} and so on; {@code timings} in milliseconds where measured.
     */
    public String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("queries", queries());
        root.put("images", images);
        write(root.putObject("macro"), macro);
        write(root.putObject("mean"), mean);
        ObjectNode named = root.putObject("groups");
        for (GroupScores group : groups) {
            ObjectNode node = named.putObject(group.name());
            node.put("queries", group.queries());
            write(node, group.scores());
        }
        if (!timings.isEmpty()) {
            ObjectNode times = root.putObject("timings");
            timings.forEach((stage, time) -> times.put(stage, time.toNanos() / 1e6));
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of numbers can always be written", e);
        }
    }

    /** The before/after table for a terminal, at most 100 columns. */
    public String toTable() {
        return ScoreTable.render(this);
    }

    private static void write(ObjectNode node, BeforeAfter scores) {
        ScoresJson.write(node.putObject("global"), scores.global());
        ScoresJson.write(node.putObject("reranked"), scores.reranked());
    }
}
