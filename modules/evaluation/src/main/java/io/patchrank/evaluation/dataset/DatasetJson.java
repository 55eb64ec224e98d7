package io.patchrank.evaluation.dataset;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchrank.evaluation.metrics.ScoresJson;
import io.patchrank.evaluation.rerank.GridPoint;
import io.patchrank.evaluation.rerank.RankingResult;

/**
 * The JSON form of an evaluation: {@code dataset}, {@code queries}, {@code images}, {@code global.tasks.medium.map},
 * {@code global.main}, {@code grid[].topk|lambda|temperature|tasks|main}, {@code best}. Shares from 0 to 1.
 */
public final class DatasetJson {
    private static final JsonMapper JSON = new JsonMapper();

    private DatasetJson() {}

    public static ObjectNode of(DatasetEvaluation evaluation) {
        Dataset dataset = evaluation.dataset();
        ObjectNode root = JSON.createObjectNode();
        root.put("dataset", dataset.folder().kind().datasetName());
        root.put("descriptor", dataset.folder().descriptor());
        root.put("queries", dataset.lists().protocol().queries());
        root.put("images", dataset.images());
        root.put("rerank", evaluation.reranker());
        write(root.putObject("global"), evaluation.global());
        evaluation.scores().ifPresent(scores -> root.put("pairs", scores.pairs()));
        if (!evaluation.grid().isEmpty()) {
            var grid = root.putArray("grid");
            evaluation.grid().forEach((point, result) -> write(point(grid.addObject(), point), result));
            evaluation.best().ifPresent(best -> write(point(root.putObject("best"), best), evaluation.at(best)));
        }
        return root;
    }

    /** Adds the three settings. */
    public static ObjectNode point(ObjectNode node, GridPoint point) {
        return node.put("topk", point.topK()).put("lambda", point.lambda()).put("temperature", point.temperature());
    }

    private static void write(ObjectNode node, RankingResult result) {
        ObjectNode tasks = node.putObject("tasks");
        result.means().forEach((task, scores) -> ScoresJson.write(tasks.putObject(task), scores));
        ScoresJson.number(node, "main", result.mainFigure());
    }
}
