package io.patchrank.evaluation.report.html;

import io.patchrank.evaluation.dataset.Dataset;
import io.patchrank.evaluation.dataset.DatasetEvaluation;
import io.patchrank.evaluation.dataset.DatasetTable;
import io.patchrank.evaluation.metrics.Relevance;
import io.patchrank.evaluation.metrics.RetrievalScores;
import io.patchrank.evaluation.protocol.Protocol;
import io.patchrank.evaluation.protocol.Task;
import io.patchrank.evaluation.rerank.FinalList;
import io.patchrank.evaluation.rerank.GridPoint;
import io.patchrank.evaluation.rerank.NeighbourLists;
import io.patchrank.evaluation.rerank.RankingResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The page of an evaluated dataset; queries are shown at the best point of the grid, under the first main task. */
public final class DatasetReport {
    private static final int PLACES = 10;
    private static final int MOVES = 60;

    private final DatasetEvaluation evaluation;
    private final Dataset dataset;
    private final Protocol protocol;
    private final Optional<GridPoint> best;

    private DatasetReport(DatasetEvaluation evaluation) {
        this.evaluation = evaluation;
        this.dataset = evaluation.dataset();
        this.protocol = dataset.lists().protocol();
        this.best = evaluation.best();
    }

    /** @param facts lines below the title */
    public static HtmlReport of(List<String> facts, DatasetEvaluation evaluation) {
        DatasetReport report = new DatasetReport(evaluation);
        String name = evaluation.dataset().folder().kind().datasetName();
        HtmlReport page = new HtmlReport(
                name + ", " + evaluation.dataset().folder().descriptor() + ", re-ranked by " + evaluation.reranker());
        page.fact("%d queries against %d images; figures in per cent"
                .formatted(report.protocol.queries(), report.dataset.images()));
        facts.forEach(page::fact);
        report.best.ifPresent(point -> page.fact("Lists below: " + DatasetTable.label(point) + ", shortlists of "
                + report.shown().setting().name()));
        return page.table(report.maps()).table(report.details()).queries(report.cards());
    }

    private ReportTable maps() {
        List<String> columns = new ArrayList<>(List.of("mAP"));
        protocol.tasks().forEach(task -> columns.add(task.name()));
        columns.add("main");
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("global", evaluation.global()));
        evaluation.grid().forEach((point, result) -> rows.add(row(DatasetTable.label(point), result)));
        int marked = best.map(
                        point -> 1 + List.copyOf(evaluation.grid().keySet()).indexOf(point))
                .orElse(-1);
        return new ReportTable("Mean average precision", columns, rows, marked);
    }

    private List<String> row(String name, RankingResult result) {
        List<String> row = new ArrayList<>(List.of(name));
        protocol.tasks().forEach(task -> row.add(percent(mean(result, task).map())));
        row.add(percent(result.mainFigure()));
        return row;
    }

    private ReportTable details() {
        List<List<String>> rows = new ArrayList<>();
        protocol.tasks().forEach(task -> rows.add(detail("global, " + task.name(), mean(evaluation.global(), task))));
        best.ifPresent(point -> protocol.tasks()
                .forEach(task -> rows.add(detail("re-ranked, " + task.name(), mean(evaluation.at(point), task)))));
        return new ReportTable(
                "Global and best in full", List.of("", "mAP", "mP@1", "mP@5", "mP@10", "R@1", "R@5", "R@10"), rows, -1);
    }

    private static List<String> detail(String name, RetrievalScores scores) {
        return List.of(
                name,
                percent(scores.map()),
                percent(scores.precision().at1()),
                percent(scores.precision().at5()),
                percent(scores.precision().at10()),
                percent(scores.recall().at1()),
                percent(scores.recall().at5()),
                percent(scores.recall().at10()));
    }

    private static RetrievalScores mean(RankingResult result, Task task) {
        return result.means().getOrDefault(task.name(), RetrievalScores.mean(List.of()));
    }

    private Task shown() {
        return protocol.task(protocol.main().getFirst());
    }

    private List<QueryCard> cards() {
        List<QueryCard> cards = new ArrayList<>();
        for (int query = 0; query < protocol.queries(); query++) {
            cards.add(card(query));
        }
        return cards;
    }

    private QueryCard card(int query) {
        Task task = shown();
        NeighbourLists before = dataset.lists().shortlist(task.setting());
        FinalList after = best.flatMap(point -> evaluation.scores().map(scores -> dataset.lists()
                        .reranked(task.setting(), query, point, scores)))
                .orElseGet(() -> new FinalList(before.rows(query), new float[0]));
        RankingResult result = best.map(evaluation::at).orElse(evaluation.global());
        List<QueryCard.Change> changes = protocol.main().stream()
                .map(protocol::task)
                .map(t -> new QueryCard.Change(
                        protocol.main().size() > 1 ? t.name() : "",
                        evaluation.global().of(t, query).map(),
                        result.of(t, query).map()))
                .toList();
        Relevance relevance = task.relevance(query);
        Map<Integer, Integer> ranksBefore = ranks(before.rows(query), relevance, after.rows());
        Map<Integer, Integer> ranksAfter = ranks(after.rows(), relevance, after.rows());
        List<QueryCard.Move> moves = ranksAfter.keySet().stream()
                .filter(relevance::isPositive)
                .map(row -> new QueryCard.Move(
                        dataset.galleryName(row), ranksBefore.getOrDefault(row, 0), ranksAfter.getOrDefault(row, 0)))
                .sorted(QueryCard.Move.BEST_FIRST)
                .limit(MOVES)
                .toList();
        return new QueryCard(
                dataset.queryName(query),
                "",
                changes,
                places(before.rows(query), before.similarities(query), relevance, Map.of()),
                places(after.rows(), after.scores(), relevance, ranksBefore),
                moves);
    }

    private List<Place> places(int[] rows, float[] scores, Relevance relevance, Map<Integer, Integer> before) {
        List<Place> places = new ArrayList<>();
        for (int place = 0; place < Math.min(PLACES, rows.length); place++) {
            int row = rows[place];
            Place.Relation relation = relevance.isJunk(row)
                    ? Place.Relation.JUNK
                    : relevance.isPositive(row) ? Place.Relation.POSITIVE : Place.Relation.NEGATIVE;
            double score = place < scores.length ? scores[place] : Double.NaN;
            places.add(new Place(dataset.galleryName(row), relation, score, place + 1, before.getOrDefault(row, 0)));
        }
        return places;
    }

    /** Ranks, from 1, of the positives and of the images shown; not of a million others. */
    private static Map<Integer, Integer> ranks(int[] rows, Relevance relevance, int[] shown) {
        Map<Integer, Integer> ranks = new HashMap<>();
        for (int place = 0; place < Math.min(PLACES, shown.length); place++) {
            ranks.put(shown[place], 0);
        }
        for (int place = 0; place < rows.length; place++) {
            if (relevance.isPositive(rows[place]) || ranks.containsKey(rows[place])) {
                ranks.put(rows[place], place + 1);
            }
        }
        return ranks;
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2f", 100 * share);
    }
}
