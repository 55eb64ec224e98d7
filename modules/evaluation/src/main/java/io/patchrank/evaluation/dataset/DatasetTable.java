package io.patchrank.evaluation.dataset;

import io.patchrank.evaluation.metrics.RetrievalScores;
import io.patchrank.evaluation.protocol.Task;
import io.patchrank.evaluation.rerank.GridPoint;
import io.patchrank.evaluation.rerank.RankingResult;
import java.util.List;
import java.util.Locale;

/** An evaluation as aligned text, in per cent as papers print it: mAP of every ranking, then the best one in full. */
public final class DatasetTable {
    private static final int NAME = 32;

    private DatasetTable() {}

    public static String of(DatasetEvaluation evaluation) {
        Dataset dataset = evaluation.dataset();
        List<Task> tasks = dataset.lists().protocol().tasks();
        StringBuilder table = new StringBuilder();
        line(
                table,
                "%s, %s: %d queries against %d images, per cent",
                dataset.folder().kind().datasetName(),
                dataset.folder().descriptor(),
                dataset.lists().protocol().queries(),
                dataset.images());
        StringBuilder head = new StringBuilder("%-32s".formatted("mAP"));
        tasks.forEach(task -> head.append("%9s".formatted(task.name())));
        boolean several = dataset.lists().protocol().main().size() > 1;
        line(table, "%s", head + (several ? "%9s".formatted("mean") : ""));
        String rule = "-".repeat(NAME + 9 * (tasks.size() + (several ? 1 : 0)));
        line(table, "%s", rule);
        row(table, "global", evaluation.global(), tasks, several);
        evaluation.grid().forEach((point, result) -> row(table, label(point), result, tasks, several));
        line(table, "%s", rule);
        if (several) {
            line(
                    table,
                    "mean: of %s",
                    String.join(" and ", dataset.lists().protocol().main()));
        }
        table.append('\n');
        details(table, "global", evaluation.global(), tasks);
        evaluation.best().ifPresent(best -> details(table, "best: " + label(best), evaluation.at(best), tasks));
        return table.toString();
    }

    /** The settings in one line. */
    public static String label(GridPoint point) {
        return String.format(
                Locale.ROOT, "top %d, lambda %.2f, temp. %.2f", point.topK(), point.lambda(), point.temperature());
    }

    private static void row(StringBuilder table, String name, RankingResult result, List<Task> tasks, boolean several) {
        StringBuilder row = new StringBuilder("%-32s".formatted(name));
        for (Task task : tasks) {
            row.append(cell(9, scores(result, task).map()));
        }
        line(table, "%s", row + (several ? cell(9, result.mainFigure()) : ""));
    }

    private static void details(StringBuilder table, String name, RankingResult result, List<Task> tasks) {
        line(table, "%-40s%8s%8s%8s%8s%8s%8s%8s", name, "mAP", "mP@1", "mP@5", "mP@10", "R@1", "R@5", "R@10");
        for (Task task : tasks) {
            RetrievalScores scores = scores(result, task);
            line(
                    table,
                    "%-40s%s%s%s%s%s%s%s",
                    "  " + task.name(),
                    cell(8, scores.map()),
                    cell(8, scores.precision().at1()),
                    cell(8, scores.precision().at5()),
                    cell(8, scores.precision().at10()),
                    cell(8, scores.recall().at1()),
                    cell(8, scores.recall().at5()),
                    cell(8, scores.recall().at10()));
        }
    }

    private static RetrievalScores scores(RankingResult result, Task task) {
        return result.means().getOrDefault(task.name(), RetrievalScores.mean(List.of()));
    }

    private static String cell(int width, double share) {
        return Double.isNaN(share)
                ? " ".repeat(width - 1) + "-"
                : String.format(Locale.ROOT, "%" + width + ".2f", 100 * share);
    }

    private static void line(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
