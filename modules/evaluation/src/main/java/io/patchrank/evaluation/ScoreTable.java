package io.patchrank.evaluation;

import io.patchrank.evaluation.metrics.RetrievalScores;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Scores before and after re-ranking as aligned text: a line a group, then macro and mean. 93 columns. */
final class ScoreTable {
    private static final int NAME_WIDTH = 20;
    private static final String RULE = "-".repeat(93);

    private ScoreTable() {}

    static String render(EvaluationReport report) {
        StringBuilder table = new StringBuilder();
        line(table, "%-27s   %-27s   %-27s", "", "global", "re-ranked");
        String columns = "   %6s %6s %6s %6s".formatted("mAP", "R@1", "R@5", "R@10");
        line(table, "%-" + NAME_WIDTH + "s %6s%s%s  %6s", "group", "queries", columns, columns, "change");
        line(table, RULE);
        for (GroupScores group : report.groups()) {
            row(table, group.name(), group.queries(), group.scores());
        }
        line(table, RULE);
        row(table, "macro (over groups)", report.queries(), report.macro());
        row(table, "mean (over queries)", report.queries(), report.mean());
        line(table, RULE);
        line(
                table,
                "%d queries against %d images. R@k: a right image among the first k.",
                report.queries(),
                report.images());
        if (!report.timings().isEmpty()) {
            line(table, "Time of one query: %s.", timings(report));
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String name, int queries, BeforeAfter scores) {
        line(
                table,
                "%-" + NAME_WIDTH + "s %7d%s%s  %+6.3f",
                shortened(name),
                queries,
                cells(scores.global()),
                cells(scores.reranked()),
                scores.gain());
    }

    private static String cells(RetrievalScores scores) {
        return String.format(
                Locale.ROOT,
                "   %6.3f %6.3f %6.3f %6.3f",
                scores.map(),
                scores.recall().at1(),
                scores.recall().at5(),
                scores.recall().at10());
    }

    private static String timings(EvaluationReport report) {
        return report.timings().entrySet().stream()
                .map(entry -> entry.getKey() + " " + milliseconds(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }

    private static String shortened(String name) {
        return name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 2) + "..";
    }

    private static void line(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
