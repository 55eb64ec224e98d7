package io.patchrank.evaluation.report.html;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTML file: facts, tables, plots, and the queries with their lists before and after re-ranking. Styles, script and
 * pictures are inside it. Light and dark, wide and narrow; without scripts it shows everything unfiltered.
 */
public final class HtmlReport {
    private final String title;
    private final List<String> facts = new ArrayList<>();
    private final List<ReportTable> tables = new ArrayList<>();
    private final List<LinePlot> plots = new ArrayList<>();
    private final List<QueryCard> queries = new ArrayList<>();

    public HtmlReport(String title) {
        this.title = title;
    }

    /** A line below the title. */
    public HtmlReport fact(String fact) {
        facts.add(fact);
        return this;
    }

    public HtmlReport table(ReportTable table) {
        tables.add(table);
        return this;
    }

    public HtmlReport plot(LinePlot plot) {
        plots.add(plot);
        return this;
    }

    public HtmlReport queries(List<QueryCard> cards) {
        queries.addAll(cards);
        return this;
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @throws PatchrankException BAD_REQUEST unless the name ends in {@code .html}, DISK_FULL, IO_FAILED
     */
    public void write(Path file, Thumbnails thumbnails) {
        requireName(file);
        AtomicFile.write(file, render(thumbnails).getBytes(StandardCharsets.UTF_8));
    }

    /** Fails before the work that ends in a report, as far as that can be foreseen. Errors: those of {@link #write}. */
    public static void requireWritable(Path file) {
        requireName(file);
        AtomicFile.requireWritable(file);
    }

    private static void requireName(Path file) {
        if (!file.toString().endsWith(".html") && !file.toString().endsWith(".htm")) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST, file.toString(), "reports are written as .html; change the extension");
        }
    }

    String render(Thumbnails thumbnails) {
        Markup body = new Markup();
        body.raw("<h1>").text(title).raw("</h1>\n");
        facts.forEach(fact -> body.raw("<p class=\"fact\">").text(fact).raw("</p>\n"));
        tables.forEach(table -> table.write(body));
        plots.forEach(plot -> plot.write(body));
        if (!queries.isEmpty()) {
            new QuerySection(thumbnails).write(body, queries);
        }
        return new Markup()
                .raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .text(title)
                .raw("</title>\n<style>\n")
                .raw(resource("report.css"))
                .raw(thumbnails.css())
                .raw("</style></head><body><main>\n")
                .raw(body.toString())
                .raw("</main>\n<script>\n")
                .raw(resource("report.js"))
                .raw("</script></body></html>\n")
                .toString();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("not readable on the class path: " + name, e);
        }
    }
}
