package io.patchrank.evaluation.sample;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** Shelves of books, upright, leaning and lying, with a few ornaments between them. */
final class Bookshelf implements Motif {
    @Override
    public void draw(Sketch sketch, Style style, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        Palette palette = style.palette();
        int shelves = dice.whole(3, 4);
        double board = h * 0.022;
        double pitch = (h - board) / shelves;
        double foot = 0;
        try (Mat back = style.wall(sketch.width, sketch.height);
                Mat wood = Texture.PLANKS.render(sketch.width, sketch.height, palette, new Dice(style.seed() + 2))) {
            sketch.fill(Shape.box(0, 0, w, h), back);
            sketch.fill(Shape.box(0, 0, w, h), Colour.BLACK, 0.4);
            for (int s = 0; s < shelves; s++) {
                foot = board + pitch * (s + 1) - board;
                row(sketch, palette, dice, foot, pitch - board);
                sketch.glaze(Shape.box(0, foot - pitch + board, w, pitch * 0.13), Colour.BLACK, 0.6, 12);
                sketch.fill(Shape.box(0, foot, w, board), wood);
                sketch.line(Colour.BLACK, 2, 0, foot + board, w, foot + board);
            }
            sketch.fill(Shape.box(0, 0, w, board), wood);
            double post = w * dice.between(0.35, 0.65);
            sketch.fill(Shape.box(post, 0, board, h), wood);
            sketch.glaze(Shape.box(post + board, 0, 10, h), Colour.BLACK, 0.4, 4);
        }
        sketch.modulate(Noise.fractal(dice, sketch.width, sketch.height, w * 0.5, 4), 0.26);
    }

    private static void row(Sketch sketch, Palette palette, Dice dice, double foot, double room) {
        double x = dice.between(2, 10);
        while (x < sketch.width - 15) {
            double kind = dice.between(0, 1);
            if (kind < 0.62) {
                x = series(sketch, palette, dice, x, foot, room);
            } else if (kind < 0.72) {
                x = pile(sketch, palette, dice, x, foot, room);
            } else if (kind < 0.8) {
                double size = room * dice.between(0.6, 0.85);
                Things.plant(sketch, dice, x + size * 0.4, foot, size);
                x += size * 0.8;
            } else if (kind < 0.88) {
                double width = room * dice.between(0.2, 0.35);
                Things.vessel(sketch, dice, palette, x + width * 0.6, foot, width, room * dice.between(0.45, 0.8));
                x += width * 1.3;
            } else if (kind < 0.94) {
                x = picture(sketch, palette, dice, x, foot, room);
            } else {
                double radius = room * 0.24;
                globe(sketch, palette, dice, x + radius * 1.1, foot, radius);
                x += radius * 2.3;
            }
        }
    }

    private static double series(Sketch sketch, Palette palette, Dice dice, double start, double foot, double room) {
        double x = start;
        int books = dice.whole(3, 9);
        boolean set = dice.chance(0.3);
        Colour common = palette.any(dice).near(dice, 30);
        double commonHeight = room * dice.between(0.6, 0.92);
        for (int b = 0; b < books && x < sketch.width; b++) {
            double width = set ? room * 0.12 : room * dice.between(0.07, 0.2);
            double height = set ? commonHeight : room * dice.between(0.55, 0.94);
            Colour cover = set ? common : cover(palette, dice);
            double lean = b == books - 1 && dice.chance(0.5) ? -dice.between(5, 14) : 0;
            double shift = lean < 0 ? height * Math.sin(Math.toRadians(-lean)) * 0.1 : 0;
            int number = b + 1;
            sketch.at(x + shift, foot, lean, 1, () -> spine(sketch, palette, dice, cover, width, height, set, number));
            x += width + (lean < 0 ? 0.25 * height : 1);
        }
        return x + dice.between(0, 14);
    }

    private static Colour cover(Palette palette, Dice dice) {
        double kind = dice.between(0, 1);
        if (kind < 0.55) {
            return palette.any(dice).near(dice, 45);
        }
        return kind < 0.75
                ? Colour.hsv(dice.between(0, 360), 0.6, dice.between(0.3, 0.8))
                : palette.light().near(dice, 20);
    }

    private static void spine(
            Sketch sketch, Palette palette, Dice dice, Colour cover, double w, double h, boolean set, int number) {
        sketch.shadow(Shape.box(0, -h, w, h), 4, 2, 3, 0.5);
        sketch.fill(Shape.box(0, -h, w, h), cover);
        sketch.fill(Shape.box(w * 0.75, -h, w * 0.25, h), Colour.BLACK, 0.25);
        sketch.fill(Shape.box(w * 0.12, -h, w * 0.14, h), Colour.WHITE, 0.22);
        Colour foil = cover.contrast().mix(palette.any(dice), 0.35);
        int bands = set ? 2 : dice.whole(0, 3);
        for (int i = 0; i < bands; i++) {
            double y = set ? -h * (0.12 + 0.72 * i) : -h * dice.between(0.08, 0.95);
            sketch.fill(Shape.box(0, y, w, h * 0.018), foil);
        }
        if (!set && dice.chance(0.3)) {
            sketch.fill(Shape.box(w * 0.1, -h * 0.8, w * 0.8, h * 0.5), foil.mix(cover, 0.3));
        }
        sketch.at(
                w / 2,
                -h * 0.52,
                -90,
                1,
                () -> sketch.text(
                        dice.pick(List.of(Lettering.BOLD, Lettering.TITLE, Lettering.BOOK, Lettering.BLACK)),
                        dice.word() + (dice.chance(0.4) ? " " + dice.word() : ""),
                        0,
                        0,
                        w * dice.between(0.3, 0.5),
                        h * 0.62,
                        foil.contrast().mix(foil, 0.2)));
        if (set) {
            sketch.text(Lettering.BOLD, String.valueOf(number), w / 2, -h * 0.09, w * 0.4, w * 0.7, foil);
        } else if (dice.chance(0.4)) {
            sketch.fill(Shape.star(w / 2, -h * 0.08, w * 0.3, dice.whole(3, 7), 0.5, -90), foil);
        }
    }

    private static double pile(Sketch sketch, Palette palette, Dice dice, double x, double foot, double room) {
        double length = room * dice.between(0.6, 0.85);
        double y = foot;
        int books = dice.whole(3, 5);
        for (int b = 0; b < books; b++) {
            double thick = room * dice.between(0.07, 0.14);
            Colour cover = cover(palette, dice);
            double left = x + dice.between(0, 12);
            sketch.fill(Shape.box(left, y - thick, length, thick), cover);
            sketch.fill(Shape.box(left, y - thick * 0.25, length, thick * 0.25), Colour.BLACK, 0.3);
            sketch.text(
                    Lettering.BOLD,
                    dice.word(),
                    left + length / 2,
                    y - thick / 2,
                    thick * 0.45,
                    length * 0.7,
                    cover.contrast());
            y -= thick + 1;
        }
        return x + length + 20;
    }

    private static double picture(Sketch sketch, Palette palette, Dice dice, double x, double foot, double room) {
        double w = room * 0.5;
        double h = room * dice.between(0.55, 0.75);
        sketch.shadow(Shape.box(x, foot - h, w, h), 6, 3, 5, 0.5);
        sketch.fill(Shape.box(x, foot - h, w, h), palette.dark());
        sketch.gradient(Shape.box(x + 7, foot - h + 7, w - 14, h - 14), palette.light(), palette.any(dice));
        sketch.fill(Shape.circle(x + w * dice.between(0.35, 0.65), foot - h * 0.6, w * 0.16), palette.any(dice));
        sketch.fill(
                Shape.polygon(
                        x + 7, foot - 7, x + w * 0.4, foot - h * 0.5, x + w * 0.6, foot - h * 0.3, x + w - 7, foot - 7),
                palette.any(dice).times(0.7));
        return x + w + 10;
    }

    private static void globe(Sketch sketch, Palette palette, Dice dice, double x, double foot, double radius) {
        double y = foot - radius * 1.45;
        sketch.fill(
                Shape.polygon(x - radius * 0.5, foot, x + radius * 0.5, foot, x, foot - radius * 0.5), palette.dark());
        sketch.fill(Shape.circle(x, y, radius), Colour.hsv(205, 0.5, 0.75));
        for (int i = 0; i < 5; i++) {
            double angle = dice.between(0, 6.3);
            double reach = radius * dice.between(0, 0.55);
            sketch.fill(
                    Shape.blob(
                            dice,
                            x + reach * Math.cos(angle),
                            y + reach * Math.sin(angle),
                            radius * 0.3,
                            radius * 0.22),
                    Colour.hsv(dice.between(40, 120), 0.5, 0.6));
        }
        sketch.stroke(Shape.circle(x, y, radius * 1.08), new Colour(190, 150, 70), 4);
        sketch.fill(Shape.circle(x - radius * 0.35, y - radius * 0.4, radius * 0.25), Colour.WHITE, 0.3);
    }
}
