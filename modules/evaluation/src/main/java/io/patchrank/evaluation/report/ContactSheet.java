package io.patchrank.evaluation.report;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.BeforeAfter;
import io.patchrank.evaluation.EvaluationReport;
import io.patchrank.evaluation.QueryOutcome;
import io.patchrank.evaluation.RankedImage;
import io.patchrank.imaging.draw.Area;
import io.patchrank.imaging.draw.Canvas;
import io.patchrank.imaging.draw.Colour;
import io.patchrank.imaging.draw.Thumbnail;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A picture of some queries with the first eight places of their lists before and after re-ranking. A green frame is a
 * right image, an orange one a wrong one; arrows count the places an image moved. Runs on the caller's thread.
 */
public final class ContactSheet {
    private static final int PLACES = 8;
    private static final int MARGIN = 24;
    private static final int HEADER = 112;
    private static final int QUERY_WIDTH = 264;
    private static final int QUERY_SIDE = 170;
    private static final int CELL_WIDTH = 136;
    private static final int CELL_HEIGHT = 104;
    private static final int GAP = 8;
    private static final int LINE_HEIGHT = CELL_HEIGHT + Thumbnail.CAPTION + GAP;
    private static final int ROW_HEIGHT = 2 * LINE_HEIGHT + 26;
    private final ImageSource images;
    private final Thumbnail thumbnail = new Thumbnail();

    public ContactSheet(ImageSource images) {
        this.images = images;
    }

    /**
     * Writes the sheet as PNG or JPEG, by the extension of {@code file}. An image that cannot be read or decoded leaves
     * a grey cell.
     *
     * @param title in printable ASCII
     * @param queries how many queries at most; see the report's gains for which ones are taken
     * @return names of the queries shown, from the top
     * @throws PatchrankException the errors of {@link Canvas#save}
     */
    public List<String> write(Path file, String title, EvaluationReport report, int queries) {
        List<QueryOutcome> chosen = TellingQueries.choose(report, queries);
        int width = 2 * MARGIN + QUERY_WIDTH + PLACES * (CELL_WIDTH + GAP);
        int height = HEADER + chosen.size() * ROW_HEIGHT + MARGIN;
        try (Canvas canvas = new Canvas(width, height, Colour.PAPER)) {
            header(canvas, title, report);
            for (int row = 0; row < chosen.size(); row++) {
                row(canvas, HEADER + row * ROW_HEIGHT, chosen.get(row));
            }
            canvas.save(file);
        }
        return chosen.stream().map(QueryOutcome::query).toList();
    }

    /** Fails before the work that ends in a sheet, as far as that can be foreseen. Errors: those of {@link #write}. */
    public static void requireWritable(Path file) {
        Canvas.requireWritable(file);
    }

    /** Where the picture of a place lies on the sheet: {@code line} 0 before re-ranking, 1 after. */
    static Area cell(int row, int line, int place) {
        return cellAt(HEADER + row * ROW_HEIGHT, line, place);
    }

    private static void header(Canvas canvas, String title, EvaluationReport report) {
        canvas.text(title, MARGIN, 42, 20, Colour.INK);
        String figures = String.format(
                Locale.ROOT,
                "%d queries, %d images   macro mAP %.3f -> %.3f   mean mAP %.3f -> %.3f",
                report.queries(),
                report.images(),
                report.macro().global().map(),
                report.macro().reranked().map(),
                report.mean().global().map(),
                report.mean().reranked().map());
        canvas.text(figures, MARGIN, 70, 11, Colour.INK);
        int x = legend(canvas, MARGIN, Colour.BLUE, "query");
        x = legend(canvas, x, Colour.GREEN, "shows the same");
        x = legend(canvas, x, Colour.VERMILION, "shows something else");
        Thumbnail.arrow(canvas, x + 6, 88, true, Colour.GREEN);
        Thumbnail.arrow(canvas, x + 20, 88, false, Colour.VERMILION);
        canvas.text("places moved by re-ranking; below each picture its score", x + 36, 98, 10, Colour.INK);
    }

    private static int legend(Canvas canvas, int x, Colour colour, String text) {
        canvas.border(new Area(x, 86, 18, 14), colour, Thumbnail.FRAME);
        canvas.text(text, x + 26, 98, 10, Colour.INK);
        return x + 26 + Canvas.textWidth(text, 10) + 26;
    }

    private void row(Canvas canvas, int top, QueryOutcome outcome) {
        canvas.line(MARGIN, top, canvas.width() - MARGIN, top, Colour.FAINT, 1);
        picture(canvas, outcome.query(), new Area(MARGIN, top + 12, QUERY_SIDE, QUERY_SIDE), Colour.BLUE);
        canvas.text(Canvas.endOf(outcome.query(), 9, QUERY_SIDE), MARGIN, top + QUERY_SIDE + 34, 9, Colour.INK);
        BeforeAfter scores = outcome.scores();
        caption(canvas, top, 0, "before", scores.global().map());
        caption(canvas, top, 1, "after", scores.reranked().map());
        String change = String.format(Locale.ROOT, "%+.3f", scores.gain());
        Colour tone = scores.gain() > 0 ? Colour.GREEN : scores.gain() < 0 ? Colour.VERMILION : Colour.GREY;
        canvas.text(change, MARGIN + QUERY_SIDE + 14, top + LINE_HEIGHT + 94, 12, tone);
        List<RankedImage> before = places(outcome, outcome.lists().global());
        List<RankedImage> after = places(outcome, outcome.lists().reranked());
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < before.size(); place++) {
            places.put(before.get(place).name(), place);
        }
        for (int place = 0; place < PLACES; place++) {
            if (place < before.size()) {
                place(canvas, cellAt(top, 0, place), outcome, before.get(place));
            }
            if (place < after.size()) {
                RankedImage image = after.get(place);
                Area area = cellAt(top, 1, place);
                place(canvas, area, outcome, image);
                Thumbnail.move(canvas, area, places.getOrDefault(image.name(), before.size()) - place);
            }
        }
    }

    private static void caption(Canvas canvas, int top, int line, String text, double score) {
        int x = MARGIN + QUERY_SIDE + 14;
        int middle = top + line * LINE_HEIGHT + 48;
        canvas.text(text, x, middle, 11, Colour.INK);
        canvas.text(String.format(Locale.ROOT, "AP %.3f", score), x, middle + 22, 9, Colour.INK);
    }

    private static Area cellAt(int top, int line, int place) {
        int x = MARGIN + QUERY_WIDTH + place * (CELL_WIDTH + GAP);
        return new Area(x, top + 12 + line * LINE_HEIGHT, CELL_WIDTH, CELL_HEIGHT);
    }

    private static List<RankedImage> places(QueryOutcome outcome, List<RankedImage> list) {
        return list.stream()
                .filter(image -> !image.name().equals(outcome.query()))
                .toList();
    }

    private void place(Canvas canvas, Area area, QueryOutcome outcome, RankedImage image) {
        boolean right = outcome.positives().contains(image.name());
        picture(canvas, image.name(), area, right ? Colour.GREEN : Colour.VERMILION);
        if (!Double.isNaN(image.score())) {
            Thumbnail.caption(canvas, area, String.format(Locale.ROOT, "%.3f", image.score()));
        }
    }

    private void picture(Canvas canvas, String name, Area area, Colour frame) {
        thumbnail.draw(canvas, area, frame, () -> images.bytes(name), name);
    }
}
