package io.patchrank.imaging.draw;

import io.patchrank.api.bus.ComparedSide;
import io.patchrank.api.bus.Comparison;
import io.patchrank.api.bus.Match;
import io.patchrank.api.bus.MatchPictureOptions;
import io.patchrank.api.picture.ColourScale;
import io.patchrank.api.picture.ImageArea;
import io.patchrank.api.picture.ImagePoint;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Two images with their matches: side by side, or one above the other when both are wide. A line's colour is its
 * strength ({@link ColourScale}); what agrees with the common geometry is solid, the rest faint. Below each image are its
 * attention with the patches that were kept, and its patch colours, where the comparison has them. Runs on the caller's
 * thread.
 */
public final class MatchPicture {
    private static final int HEADER = 84;
    private static final int LETTER = 11;
    private static final int LEGEND = 132;
    private static final int BAR = 14;
    private static final double FAINT = 0.55;
    private static final Colour CASING = new Colour(20, 20, 24);
    private static final Colour KEPT = Colour.WHITE;

    private final Comparison comparison;
    private final ShownImage query;
    private final ShownImage other;
    private final MatchPictureOptions options;
    private final MatchLayout layout;

    private MatchPicture(Comparison comparison, ShownImage query, ShownImage other, MatchPictureOptions options) {
        this.comparison = comparison;
        this.query = query;
        this.other = other;
        this.options = options;
        boolean maps = hasMaps(comparison.query()) || hasMaps(comparison.other());
        this.layout = MatchLayout.of(query.shape(), other.shape(), HEADER, maps);
    }

    private static boolean hasMaps(ComparedSide side) {
        return side.attention().isPresent() || side.colours().isPresent();
    }

    /** The drawing as an image file; an image without pixels is drawn as a grey field with its lines. */
    public static byte[] draw(Comparison comparison, ShownImage query, ShownImage other, MatchPictureOptions options) {
        return new MatchPicture(comparison, query, other, options).draw();
    }

    private byte[] draw() {
        try (Canvas canvas = new Canvas(layout.width(), layout.height(), Colour.PAPER)) {
            List<Match> lines = lines();
            header(canvas, lines.size());
            side(canvas, comparison.query(), query, layout.query());
            side(canvas, comparison.other(), other, layout.other());
            lines(canvas, lines);
            return canvas.encoded(
                    switch (options.format()) {
                        case PNG -> Encoding.PNG;
                        case JPEG -> Encoding.JPEG;
                    });
        }
    }

    private List<Match> lines() {
        return comparison.matches().stream()
                .filter(m -> !options.inliersOnly() || m.inlier())
                .limit(options.lines())
                .toList();
    }

    private void header(Canvas canvas, int drawn) {
        int left = layout.query().image().x();
        int inliers = comparison.inlierCount();
        String agreement = inliers > 0 ? inliers + " agree on one geometry" : "no common geometry";
        canvas.text(
                counted(comparison.matches().size(), "match", "matches") + ", " + agreement, left, 36, 16, Colour.INK);
        String shown = shown(
                drawn, options.inliersOnly() ? inliers : comparison.matches().size());
        String figures = String.format(
                Locale.ROOT,
                "similarity %.3f   %s%s",
                comparison.similarity(),
                options.inliersOnly() ? "only those that agree, " : "",
                shown);
        canvas.text(figures, left, 62, LETTER, Colour.INK);
        legend(canvas);
    }

    private static String shown(int drawn, int drawable) {
        return drawn == 0 ? "none drawn" : drawn == drawable ? "all drawn" : "the strongest %d drawn".formatted(drawn);
    }

    private static String counted(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** From the weakest to the strongest colour, with their cosines. */
    private void legend(Canvas canvas) {
        String weakest = String.format(Locale.ROOT, "%.1f", ColourScale.WEAKEST);
        String strongest = String.format(Locale.ROOT, "%.1f", ColourScale.STRONGEST);
        int right = layout.width() - layout.query().image().x();
        int x = right - Canvas.textWidth(strongest, LETTER) - 8 - LEGEND;
        int top = 48;
        for (int i = 0; i < LEGEND; i++) {
            Colour colour = Colour.ofRgb(ColourScale.at(i / (LEGEND - 1.0)));
            canvas.fill(new Area(x + i, top, 1, BAR), colour);
        }
        canvas.text(strongest, x + LEGEND + 8, top + 12, LETTER, Colour.INK);
        int weakestX = x - 8 - Canvas.textWidth(weakest, LETTER);
        canvas.text(weakest, weakestX, top + 12, LETTER, Colour.INK);
        String name = "cosine";
        canvas.text(name, weakestX - 12 - Canvas.textWidth(name, LETTER), top + 12, LETTER, Colour.INK);
    }

    private static void side(Canvas canvas, ComparedSide side, ShownImage shown, MatchLayout.Panel panel) {
        shown.draw(canvas, panel.image());
        if (!side.area().equals(ImageArea.WHOLE)) {
            canvas.border(panel.image().part(side.area()), Colour.BLUE, 3);
        }
        String size = side.width() > 0 ? "  %d x %d".formatted(side.width(), side.height()) : "";
        int room = panel.image().width() - Canvas.textWidth(size, LETTER);
        canvas.text(
                Canvas.endOf(shown.name(), LETTER, room) + size,
                panel.image().x(),
                panel.caption(),
                LETTER,
                Colour.INK);
        panel.attention().ifPresent(area -> attention(canvas, side, shown, area, panel.mapCaption()));
        panel.colours().ifPresent(area -> {
            shown.draw(canvas, area);
            side.colours().ifPresent(png -> canvas.overlay(png, area.part(side.area())));
            canvas.text(
                    side.colours().isPresent() ? "patch colours" : "no maps",
                    area.x(),
                    panel.mapCaption(),
                    LETTER,
                    Colour.INK);
        });
    }

    private static void attention(Canvas canvas, ComparedSide side, ShownImage shown, Area area, int caption) {
        shown.draw(canvas, area);
        side.attention().ifPresent(png -> canvas.overlay(png, area.part(side.area())));
        int radius = Math.max(1, area.width() / 240);
        canvas.faintly(0.8, layer -> side.kept().forEach(patch -> {
            layer.disc(area.x(patch.at()), area.y(patch.at()), radius + 1, CASING);
            layer.disc(area.x(patch.at()), area.y(patch.at()), radius, KEPT);
        }));
        String text = side.attention().isPresent()
                ? "attention, %d kept".formatted(side.kept().size())
                : "%d kept".formatted(side.kept().size());
        canvas.text(text, area.x(), caption, LETTER, Colour.INK);
    }

    /** The weakest first, so that the strongest lie on top. */
    private void lines(Canvas canvas, List<Match> lines) {
        List<Match> upwards = lines.stream()
                .sorted(Comparator.comparingDouble(Match::strength))
                .toList();
        boolean agreement = comparison.inlierCount() > 0;
        canvas.faintly(
                FAINT,
                layer -> upwards.stream().filter(m -> agreement && !m.inlier()).forEach(m -> line(layer, m, 1)));
        List<Match> solid =
                upwards.stream().filter(m -> !agreement || m.inlier()).toList();
        canvas.faintly(0.5, layer -> solid.forEach(m -> casing(layer, m)));
        solid.forEach(m -> line(canvas, m, 2));
    }

    private void casing(Canvas canvas, Match match) {
        Ends ends = ends(match);
        canvas.line(ends.fromX(), ends.fromY(), ends.toX(), ends.toY(), CASING, 4);
    }

    private void line(Canvas canvas, Match match, int thickness) {
        Colour colour = Colour.ofRgb(ColourScale.rgb(match.strength()));
        Ends ends = ends(match);
        canvas.line(ends.fromX(), ends.fromY(), ends.toX(), ends.toY(), colour, thickness);
        end(canvas, ends.fromX(), ends.fromY(), colour, thickness);
        end(canvas, ends.toX(), ends.toY(), colour, thickness);
    }

    private static void end(Canvas canvas, int x, int y, Colour colour, int thickness) {
        canvas.disc(x, y, thickness + 2, CASING);
        canvas.disc(x, y, thickness + 1, colour);
    }

    private record Ends(int fromX, int fromY, int toX, int toY) {}

    private Ends ends(Match match) {
        ImagePoint from =
                new ImagePoint(match.patches().queryX(), match.patches().queryY());
        ImagePoint to = new ImagePoint(match.patches().otherX(), match.patches().otherY());
        Area query = layout.query().image();
        Area other = layout.other().image();
        return new Ends(query.x(from), query.y(from), other.x(to), other.y(to));
    }
}
