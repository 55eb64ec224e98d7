package io.patchrank.evaluation.sample;

import org.bytedeco.opencv.opencv_core.Mat;

/** The front of a town house: wall, roof, windows of several kinds, doors, creepers, a drainpipe. */
final class Facade implements Motif {
    @Override
    public void draw(Sketch sketch, Style style, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        Palette palette = style.palette();
        double eaves = h * dice.between(0.1, 0.2);
        sketch.gradient(
                Shape.box(0, 0, w, eaves + 20),
                Colour.hsv(dice.around(212, 15), 0.5, 0.85),
                Colour.hsv(205, 0.12, 0.97));
        try (Mat wall = style.wall(sketch.width, sketch.height)) {
            sketch.fill(Shape.box(0, eaves, w, h), wall);
        }
        roof(sketch, style, dice, eaves);
        int floors = dice.whole(3, 4);
        int columns = dice.whole(4, 6);
        double floor = (h * 0.96 - eaves) / floors;
        double bay = w / columns;
        WindowMaker windows = new WindowMaker(sketch, palette, dice);
        boolean[] arched = {dice.chance(0.4), dice.chance(0.3), dice.chance(0.3), dice.chance(0.3)};
        int door = dice.whole(0, columns - 1);
        for (int f = 0; f < floors; f++) {
            double top = eaves + f * floor;
            cornice(sketch, palette, top, dice);
            for (int c = 0; c < columns; c++) {
                double width = bay * dice.around(0.5, 0.06);
                double x = (c + 0.5) * bay - width / 2 + dice.around(0, bay * 0.06);
                if (f < floors - 1) {
                    windows.window(x, top + floor * 0.2, width, floor * dice.around(0.6, 0.04), arched[f]);
                } else if (c == door) {
                    windows.door(x - bay * 0.06, top + floor * 0.16, width + bay * 0.12, floor * 0.84);
                } else if (dice.chance(0.75)) {
                    windows.window(x, top + floor * 0.22, width, floor * 0.5, arched[3]);
                } else {
                    sign(sketch, palette, dice, x, top + floor * 0.3, width, floor * 0.36);
                }
            }
        }
        furnishings(sketch, style, dice, eaves);
        sketch.fill(Shape.box(0, h * 0.965, w, h * 0.04), Colour.grey(120));
        sketch.line(Colour.grey(80), 2, 0, h * 0.965, w, h * 0.965);
        sketch.modulate(Noise.fractal(dice, sketch.width, sketch.height, w * 0.5, 5), 0.26);
    }

    private static void roof(Sketch sketch, Style style, Dice dice, double eaves) {
        Colour tile = new Colour(150, 78, 58).mix(style.palette().any(dice), 0.4);
        double course = dice.between(11, 16);
        double ridge = eaves * dice.between(0.1, 0.3);
        sketch.fill(Shape.box(0, ridge, sketch.width, eaves - ridge), tile.times(0.5));
        for (double y = ridge; y < eaves; y += course) {
            for (double x = -course; x < sketch.width + course; x += course) {
                double shift = Math.round((y - ridge) / course) % 2 * course / 2;
                sketch.fill(Shape.arch(x + shift, y + course, course * 0.92, -course * 1.3), tile.near(dice, 26));
            }
        }
        int chimneys = dice.whole(1, 3);
        for (int i = 0; i < chimneys; i++) {
            double x = dice.between(0.05, 0.9) * sketch.width;
            sketch.fill(Shape.box(x, 0, 34, eaves * 0.8), tile.times(0.75).near(dice, 15));
            sketch.fill(Shape.box(x - 4, 6, 42, 9), tile.times(0.55));
        }
        sketch.fill(
                Shape.box(0, eaves - 5, sketch.width, 10),
                style.palette().dark().mix(Colour.WHITE, 0.2));
    }

    private static void cornice(Sketch sketch, Palette palette, double y, Dice dice) {
        Colour stone = palette.light().near(dice, 10);
        sketch.glaze(Shape.box(0, y + 10, sketch.width, 12), Colour.BLACK, 0.35, 4);
        sketch.fill(Shape.box(0, y, sketch.width, 12), stone);
        if (dice.chance(0.5)) {
            double step = dice.between(14, 26);
            for (double x = 0; x < sketch.width; x += step) {
                sketch.fill(Shape.box(x, y + 4, step * 0.5, 14), stone.times(0.84));
            }
        }
        sketch.line(stone.times(0.6), 1, 0, y + 12, sketch.width, y + 12);
    }

    private static void sign(
            Sketch sketch, Palette palette, Dice dice, double x, double y, double width, double height) {
        Colour board = palette.any(dice);
        sketch.shadow(Shape.box(x, y, width, height), 4, 6, 4, 0.5);
        sketch.fill(Shape.box(x, y, width, height), board);
        sketch.stroke(Shape.box(x + 4, y + 4, width - 8, height - 8), board.contrast(), 2);
        sketch.text(
                Lettering.TITLE,
                dice.word(),
                x + width / 2,
                y + height * 0.4,
                height * 0.3,
                width * 0.8,
                board.contrast());
        sketch.text(
                Lettering.BOOK,
                "since " + dice.whole(1840, 1990),
                x + width / 2,
                y + height * 0.75,
                height * 0.14,
                width * 0.7,
                board.contrast());
    }

    private static void furnishings(Sketch sketch, Style style, Dice dice, double eaves) {
        double h = sketch.height;
        double pipe = dice.between(0.02, 0.98) * sketch.width;
        sketch.glaze(Shape.box(pipe + 3, eaves, 8, h), Colour.BLACK, 0.4, 3);
        sketch.line(Colour.grey(dice.between(60, 150)), 7, pipe, eaves, pipe, h);
        if (dice.chance(0.6)) {
            try (Mat ivy = Texture.FOLIAGE.render(sketch.width, sketch.height, style.palette(), dice)) {
                double x = dice.between(0, 1) * sketch.width;
                int patches = dice.whole(3, 7);
                for (int i = 0; i < patches; i++) {
                    double y = h * 0.95 - i * h * 0.09;
                    Shape patch =
                            Shape.blob(dice, x + dice.around(0, 50), y, dice.between(30, 90), dice.between(40, 70));
                    sketch.shadow(patch, 4, 6, 5, 0.4);
                    sketch.fill(patch, ivy);
                }
            }
        }
        if (dice.chance(0.5)) {
            sketch.text(
                    Lettering.BLACK,
                    dice.word(),
                    dice.between(0.2, 0.8) * sketch.width,
                    h * dice.between(0.85, 0.92),
                    h * 0.05,
                    sketch.width * 0.3,
                    style.palette().any(dice));
        }
    }
}
