package io.patchrank.imaging.draw;

import io.patchrank.api.picture.ImageArea;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A query with the head of its list before and after re-ranking, one above the other; an arrow leads each image from its
 * place before to its place after. Runs on the caller's thread.
 */
public final class RankPicture {
    private static final int MARGIN = 24;
    private static final int HEADER = 112;
    private static final int QUERY_SIDE = 232;
    private static final int QUERY_WIDTH = QUERY_SIDE + 32;
    private static final int CELL_WIDTH = 148;
    private static final int CELL_HEIGHT = 112;
    private static final int GAP = 10;
    private static final int ARROWS = 72;
    private static final int LINE = CELL_HEIGHT + Thumbnail.CAPTION;
    private static final int LETTER = 11;
    private static final int LABEL = 10;
    /** Wide enough for the header. */
    private static final int LEAST_PLACES = 4;

    /**
     * One place of a list.
     *
     * @param key the image, the same in both lists
     * @param rank from 1
     * @param score as text, shown below
     * @param otherRank its rank in the other list, from 1; empty where it is not known
     * @param correct whether it shows the same as the query, where the ground truth is known
     */
    public record Place(String key, int rank, String score, Optional<Integer> otherRank, Optional<Boolean> correct) {}

    private final String title;
    private final String figures;
    private final List<Place> before;
    private final List<Place> after;
    private final Images images;
    private final Thumbnail thumbnail = new Thumbnail();

    /** Gives the image file of a key, or throws a {@code PatchrankException}: then its cell stays grey. */
    @FunctionalInterface
    public interface Images {
        byte[] bytes(String key);
    }

    /**
     * @param figures a line below the title
     * @param before the first places before re-ranking
     * @param after the first places after it
     */
    public RankPicture(String title, String figures, List<Place> before, List<Place> after, Images images) {
        this.title = title;
        this.figures = figures;
        this.before = List.copyOf(before);
        this.after = List.copyOf(after);
        this.images = images;
    }

    /**
     * The drawing as an image file.
     *
     * @param query its image file
     * @param name of the query
     * @param searched part of the query that was searched with
     */
    public byte[] draw(byte[] query, String name, ImageArea searched, Encoding encoding) {
        int places = Math.max(LEAST_PLACES, Math.max(before.size(), after.size()));
        int width = 2 * MARGIN + QUERY_WIDTH + places * (CELL_WIDTH + GAP) - GAP;
        int height = HEADER + 2 * LINE + ARROWS + 2 * MARGIN;
        try (Canvas canvas = new Canvas(width, height, Colour.PAPER)) {
            header(canvas);
            query(canvas, query, name, searched);
            canvas.text("before re-ranking", MARGIN + QUERY_WIDTH, HEADER - 8, LETTER, Colour.INK);
            canvas.text("after re-ranking", MARGIN + QUERY_WIDTH, HEADER + 2 * LINE + ARROWS + 22, LETTER, Colour.INK);
            before.forEach(place -> place(canvas, place, cell(0, place.rank())));
            after.forEach(place -> place(canvas, place, cell(1, place.rank())));
            moves(canvas);
            return canvas.encoded(encoding);
        }
    }

    private void header(Canvas canvas) {
        canvas.text(title, MARGIN, 38, 16, Colour.INK);
        canvas.text(figures, MARGIN, 62, LETTER, Colour.INK);
    }

    private void query(Canvas canvas, byte[] file, String name, ImageArea searched) {
        Area area = new Area(MARGIN, HEADER, QUERY_SIDE, QUERY_SIDE);
        Area covered = thumbnail.draw(canvas, area, Colour.BLUE, () -> file, name);
        if (!searched.equals(ImageArea.WHOLE)) {
            canvas.border(covered.part(searched), Colour.BLUE, 3);
        }
        canvas.text(Canvas.endOf(name, LETTER, QUERY_SIDE), MARGIN, HEADER + QUERY_SIDE + 22, LETTER, Colour.INK);
    }

    private void place(Canvas canvas, Place place, Area area) {
        Colour frame = place.correct()
                .map(correct -> correct ? Colour.GREEN : Colour.VERMILION)
                .orElse(Colour.FAINT);
        thumbnail.draw(canvas, area, frame, () -> images.bytes(place.key()), place.key());
        Thumbnail.caption(canvas, area, String.format(Locale.ROOT, "%d   %s", place.rank(), place.score()));
    }

    private void moves(Canvas canvas) {
        Map<String, Place> shownBefore = new HashMap<>();
        before.forEach(place -> shownBefore.put(place.key(), place));
        // What falls first, so that what rises lies on top, and above all of them what has a label.
        after.stream()
                .filter(place -> shownBefore.containsKey(place.key()))
                .sorted((a, b) -> Integer.compare(rise(a), rise(b)))
                .forEach(place -> arrow(canvas, place));
        after.stream().filter(place -> !shownBefore.containsKey(place.key())).forEach(place -> arrival(canvas, place));
        before.stream()
                .filter(place -> after.stream().noneMatch(p -> p.key().equals(place.key())))
                .forEach(place -> departure(canvas, place));
    }

    /** Of a place of the list after. */
    private static int rise(Place place) {
        return place.otherRank().orElse(place.rank()) - place.rank();
    }

    private static Colour tone(int rise) {
        return rise > 0 ? Colour.GREEN : rise < 0 ? Colour.VERMILION : Colour.GREY;
    }

    private void arrow(Canvas canvas, Place place) {
        int from = place.otherRank().orElse(place.rank());
        Area start = cell(0, from);
        Area end = cell(1, place.rank());
        int thickness = from == place.rank() ? 1 : 2;
        canvas.arrow(
                start.x() + start.width() / 2,
                start.y() + LINE + 2,
                end.x() + end.width() / 2,
                end.y() - 4,
                tone(rise(place)),
                thickness);
    }

    /** From behind the places that are shown. */
    private static void arrival(Canvas canvas, Place place) {
        Area end = cell(1, place.rank());
        int x = end.x() + end.width() / 2;
        canvas.arrow(x, end.y() - 24, x, end.y() - 4, Colour.GREEN, 2);
        place.otherRank().ifPresent(rank -> label(canvas, "from " + rank, x + 13, end.y() - 10, Colour.GREEN));
    }

    /** To behind them. */
    private static void departure(Canvas canvas, Place place) {
        Area start = cell(0, place.rank());
        int x = start.x() + start.width() / 2;
        int top = start.y() + LINE;
        canvas.arrow(x, top + 2, x, top + 22, Colour.VERMILION, 2);
        place.otherRank().ifPresent(rank -> label(canvas, "to " + rank, x + 13, top + 18, Colour.VERMILION));
    }

    /** On paper of its own, since arrows of other images may cross its place. */
    private static void label(Canvas canvas, String text, int x, int baseline, Colour colour) {
        int width = Canvas.textWidth(text, LABEL);
        canvas.fill(new Area(x - 3, baseline - LABEL - 3, width + 6, LABEL + 6), Colour.PAPER);
        canvas.text(text, x, baseline, LABEL, colour);
    }

    /** Where the picture of a place lies: {@code line} 0 before re-ranking, 1 after. */
    static Area cell(int line, int rank) {
        int x = MARGIN + QUERY_WIDTH + (rank - 1) * (CELL_WIDTH + GAP);
        return new Area(x, HEADER + line * (LINE + ARROWS), CELL_WIDTH, CELL_HEIGHT);
    }
}
