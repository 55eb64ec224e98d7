package io.patchrank.evaluation.report.html;

import io.patchrank.evaluation.selection.SelectionCurve;
import io.patchrank.evaluation.selection.SelectionPoint;
import io.patchrank.evaluation.selection.SelectionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The page of a selection report: a table, and mAP against descriptors and against bytes as plots. */
public final class SelectionPage {
    private SelectionPage() {}

    /** @param facts lines below the title */
    public static HtmlReport of(List<String> facts, SelectionReport report) {
        HtmlReport page = new HtmlReport("Retrieval quality against descriptors kept of an image");
        page.fact("%d queries against %d images, local descriptors of %d dimensions"
                .formatted(report.queries(), report.images(), report.dimension()));
        facts.forEach(page::fact);
        return page.table(table(report))
                .plot(new LinePlot(
                        "Macro mAP against descriptors of an image",
                        "descriptors of an image",
                        "macro mAP",
                        false,
                        series(report, SelectionPoint::descriptors)))
                .plot(new LinePlot(
                        "Macro mAP against bytes of an image",
                        "bytes of an image, logarithmic",
                        "macro mAP",
                        true,
                        series(report, SelectionPoint::bytes)));
    }

    private static ReportTable table(SelectionReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "global only",
                "0",
                "0",
                figure(report.macro().map()),
                figure(report.mean().map())));
        for (SelectionCurve curve : report.curves()) {
            for (SelectionPoint point : curve.points()) {
                rows.add(List.of(
                        curve.label(),
                        Integer.toString(point.descriptors()),
                        String.format(Locale.ROOT, "%,d", point.bytes()),
                        figure(point.macro().map()),
                        figure(point.mean().map())));
            }
        }
        return new ReportTable(
                "Re-ranked by the strongest descriptors only",
                List.of("", "descriptors", "bytes an image", "macro mAP", "mean mAP"),
                rows,
                -1);
    }

    private static List<LinePlot.Series> series(SelectionReport report, ToDoubleFunction<SelectionPoint> x) {
        List<LinePlot.Series> series = new ArrayList<>();
        for (SelectionCurve curve : report.curves()) {
            series.add(new LinePlot.Series(
                    curve.label(),
                    curve.points().stream().map(x::applyAsDouble).toList(),
                    curve.points().stream().map(point -> point.macro().map()).toList(),
                    true));
        }
        List<Double> ends = List.of(edge(report, x, true), edge(report, x, false));
        double global = report.macro().map();
        series.add(new LinePlot.Series("global only", ends, List.of(global, global), false));
        return series;
    }

    private static double edge(SelectionReport report, ToDoubleFunction<SelectionPoint> x, boolean least) {
        var values = report.curves().stream()
                .flatMap(curve -> curve.points().stream())
                .mapToDouble(x);
        return (least ? values.min() : values.max()).orElse(1);
    }

    private static String figure(double share) {
        return String.format(Locale.ROOT, "%.3f", share);
    }
}
