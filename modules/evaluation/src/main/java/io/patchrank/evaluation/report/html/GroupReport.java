package io.patchrank.evaluation.report.html;

import io.patchrank.evaluation.BeforeAfter;
import io.patchrank.evaluation.EvaluationReport;
import io.patchrank.evaluation.GroupScores;
import io.patchrank.evaluation.QueryOutcome;
import io.patchrank.evaluation.RankedImage;
import io.patchrank.evaluation.metrics.AtDepths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of an evaluation by groups. */
public final class GroupReport {
    private static final int PLACES = 10;

    private GroupReport() {}

    /** @param facts lines below the title */
    public static HtmlReport of(String title, List<String> facts, EvaluationReport report) {
        HtmlReport page = new HtmlReport(title);
        page.fact("%d queries against %d images".formatted(report.queries(), report.images()));
        facts.forEach(page::fact);
        return page.table(table(report))
                .queries(report.outcomes().stream().map(GroupReport::card).toList());
    }

    private static ReportTable table(EvaluationReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("mean over queries", report.queries(), report.mean()));
        rows.add(row("mean over groups", report.queries(), report.macro()));
        for (GroupScores group : report.groups()) {
            rows.add(row(group.name(), group.queries(), group.scores()));
        }
        return new ReportTable(
                "Before → after re-ranking",
                List.of("", "queries", "mAP", "change", "R@1", "R@5", "R@10", "mP@10"),
                rows,
                0);
    }

    private static List<String> row(String name, int queries, BeforeAfter scores) {
        AtDepths before = scores.global().recall();
        AtDepths after = scores.reranked().recall();
        return List.of(
                name,
                Integer.toString(queries),
                change(scores.global().map(), scores.reranked().map()),
                String.format(Locale.ROOT, "%+.3f", scores.gain()),
                change(before.at1(), after.at1()),
                change(before.at5(), after.at5()),
                change(before.at10(), after.at10()),
                change(
                        scores.global().precision().at10(),
                        scores.reranked().precision().at10()));
    }

    private static String change(double before, double after) {
        return String.format(Locale.ROOT, "%.3f → %.3f", before, after);
    }

    private static QueryCard card(QueryOutcome outcome) {
        List<RankedImage> global = others(outcome, outcome.lists().global());
        List<RankedImage> reranked = others(outcome, outcome.lists().reranked());
        Map<String, Integer> before = ranks(global);
        Map<String, Integer> after = ranks(reranked);
        List<QueryCard.Move> moves = outcome.positives().stream()
                .map(name -> new QueryCard.Move(name, before.getOrDefault(name, 0), after.getOrDefault(name, 0)))
                .sorted(QueryCard.Move.BEST_FIRST)
                .toList();
        return new QueryCard(
                outcome.query(),
                outcome.group(),
                List.of(new QueryCard.Change(
                        "",
                        outcome.scores().global().map(),
                        outcome.scores().reranked().map())),
                places(outcome, global, Map.of()),
                places(outcome, reranked, before),
                moves);
    }

    private static List<Place> places(QueryOutcome outcome, List<RankedImage> list, Map<String, Integer> before) {
        List<Place> places = new ArrayList<>();
        for (RankedImage image : list.subList(0, Math.min(PLACES, list.size()))) {
            boolean right = outcome.positives().contains(image.name());
            places.add(new Place(
                    image.name(),
                    right ? Place.Relation.POSITIVE : Place.Relation.NEGATIVE,
                    image.score(),
                    places.size() + 1,
                    before.getOrDefault(image.name(), 0)));
        }
        return places;
    }

    private static List<RankedImage> others(QueryOutcome outcome, List<RankedImage> list) {
        return list.stream()
                .filter(image -> !image.name().equals(outcome.query()))
                .toList();
    }

    private static Map<String, Integer> ranks(List<RankedImage> list) {
        Map<String, Integer> ranks = new HashMap<>();
        for (RankedImage image : list) {
            ranks.putIfAbsent(image.name(), ranks.size() + 1);
        }
        return Collections.unmodifiableMap(ranks);
    }
}
