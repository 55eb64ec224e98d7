package io.patchrank.evaluation.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * Lines over a horizontal axis, as SVG that takes the colours of the page.
 *
 * @param logarithmic whether the horizontal axis is
 */
public record LinePlot(String caption, String xLabel, String yLabel, boolean logarithmic, List<Series> series) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 340;
    private static final int LEFT = 64;
    private static final int RIGHT = 20;
    private static final int TOP = 34;
    private static final int BOTTOM = 52;
    private static final int TICKS = 8;

    public LinePlot {
        series = List.copyOf(series);
    }

    /**
     * One line.
     *
     * @param x ascending
     * @param marked whether the points are drawn; a reference level has none
     */
    public record Series(String name, List<Double> x, List<Double> y, boolean marked) {
        public Series {
            x = List.copyOf(x);
            y = List.copyOf(y);
        }
    }

    private record Axis(double from, double to, DoubleUnaryOperator transform, int pixelFrom, int pixelTo) {
        double pixel(double value) {
            double low = transform.applyAsDouble(from);
            double share = (transform.applyAsDouble(value) - low) / (transform.applyAsDouble(to) - low);
            return pixelFrom + share * (pixelTo - pixelFrom);
        }
    }

    void write(Markup page) {
        Axis x = xAxis();
        Axis y = yAxis();
        page.raw("<figure><figcaption>").text(caption).raw("</figcaption>");
        page.raw("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, HEIGHT)
                .text(caption)
                .raw("\">");
        grid(page, x, y);
        for (int i = 0; i < series.size(); i++) {
            line(page, series.get(i), i, x, y);
        }
        legend(page);
        page.raw("</svg></figure>\n");
    }

    private void grid(Markup page, Axis x, Axis y) {
        for (double value : ticks(y.from(), y.to())) {
            double at = y.pixel(value);
            page.raw("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, at, at);
            page.raw(
                    "<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%.3f</text>",
                    LEFT - 8, at + 4, value);
        }
        double last = -100;
        for (double value : xTicks()) {
            double at = x.pixel(value);
            // Labels of a logarithmic axis crowd at its right end.
            if (at - last >= 44) {
                page.raw("<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">", at, HEIGHT - BOTTOM + 18);
                page.text(number(value)).raw("</text>");
                last = at;
            }
        }
        page.raw("<text text-anchor=\"middle\" x=\"%d\" y=\"%d\">", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12)
                .text(xLabel)
                .raw("</text><text x=\"8\" y=\"18\">")
                .text(yLabel)
                .raw("</text>");
    }

    private static void line(Markup page, Series series, int index, Axis x, Axis y) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < series.x().size(); i++) {
            points.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    x.pixel(series.x().get(i)),
                    y.pixel(series.y().get(i))));
        }
        page.raw(
                "<polyline class=\"s%d%s\" points=\"%s\"/>",
                index, series.marked() ? "" : " level", points.toString().strip());
        for (int i = 0; series.marked() && i < series.x().size(); i++) {
            page.raw(
                    "<circle class=\"s%d\" r=\"3.5\" cx=\"%.1f\" cy=\"%.1f\"><title>",
                    index, x.pixel(series.x().get(i)), y.pixel(series.y().get(i)));
            page.text(String.format(
                            Locale.ROOT,
                            "%s: %s, %.4f",
                            series.name(),
                            number(series.x().get(i)),
                            series.y().get(i)))
                    .raw("</title></circle>");
        }
    }

    private void legend(Markup page) {
        int x = LEFT + 60;
        for (int i = 0; i < series.size(); i++) {
            page.raw(
                    "<line class=\"s%d%s\" x1=\"%d\" x2=\"%d\" y1=\"14\" y2=\"14\"/>",
                    i, series.get(i).marked() ? "" : " level", x, x + 22);
            page.raw("<text x=\"%d\" y=\"18\">", x + 28)
                    .text(series.get(i).name())
                    .raw("</text>");
            x += 48 + 7 * series.get(i).name().length();
        }
    }

    private Axis xAxis() {
        double low = values(true).min().orElse(1);
        double high = values(true).max().orElse(2);
        DoubleUnaryOperator scale = logarithmic ? Math::log : DoubleUnaryOperator.identity();
        return new Axis(low, high > low ? high : low + 1, scale, LEFT + 10, WIDTH - RIGHT - 10);
    }

    private Axis yAxis() {
        double low = values(false).min().orElse(0);
        double high = values(false).max().orElse(1);
        double room = Math.max(0.004, (high - low) * 0.08);
        return new Axis(low - room, high + room, DoubleUnaryOperator.identity(), HEIGHT - BOTTOM, TOP);
    }

    private DoubleStream values(boolean horizontal) {
        return series.stream()
                .flatMap(s -> (horizontal ? s.x() : s.y()).stream())
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite);
    }

    private List<Double> xTicks() {
        return series.stream()
                .filter(Series::marked)
                .flatMap(s -> s.x().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Round values, about {@link #TICKS} of them. */
    private static List<Double> ticks(double low, double high) {
        double rough = (high - low) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = DoubleStream.of(1, 2, 5, 10)
                .map(factor -> factor * power)
                .filter(candidate -> candidate >= rough)
                .findFirst()
                .orElse(10 * power);
        List<Double> ticks = new ArrayList<>();
        for (double value = Math.ceil(low / step) * step; value <= high; value += step) {
            ticks.add(value);
        }
        return ticks;
    }

    private static String number(double value) {
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%.0fk", value / 1000);
        }
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }
}
