package io.patchrank.evaluation.sample;

import java.util.Arrays;
import java.util.List;

/** A printed poster: one of five compositions under a title. */
final class Poster implements Motif {
    @Override
    public void draw(Sketch sketch, Style style, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        Palette palette = style.palette();
        Colour paper = dice.chance(0.6) ? palette.light() : palette.any(dice).mix(palette.light(), 0.5);
        sketch.fill(Shape.box(0, 0, w, h), paper);
        switch (dice.whole(0, 4)) {
            case 0 -> sunburst(sketch, palette, dice);
            case 1 -> blocks(sketch, palette, dice);
            case 2 -> skyline(sketch, palette, dice);
            case 3 -> bubbles(sketch, palette, dice);
            default -> numeral(sketch, palette, dice);
        }
        title(sketch, palette, dice, paper);
        double margin = w * 0.02;
        sketch.stroke(Shape.box(margin, margin, w - 2 * margin, h - 2 * margin), palette.dark(), 3);
        sketch.modulate(Noise.fractal(dice, sketch.width, sketch.height, w * 0.4, 6), 0.16);
    }

    private static void sunburst(Sketch sketch, Palette palette, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        double x = w * dice.between(0.3, 0.7);
        double y = h * dice.between(0.35, 0.6);
        Colour ray = palette.any(dice);
        int rays = dice.whole(10, 20);
        for (int i = 0; i < rays; i++) {
            double a = 2 * Math.PI * i / rays;
            double b = a + Math.PI / rays;
            sketch.fill(
                    Shape.polygon(
                            x,
                            y,
                            x + 2 * w * Math.cos(a),
                            y + 2 * w * Math.sin(a),
                            x + 2 * w * Math.cos(b),
                            y + 2 * w * Math.sin(b)),
                    ray.mix(palette.light(), 0.35));
        }
        for (int ring = 4; ring > 0; ring--) {
            sketch.fill(Shape.circle(x, y, w * 0.055 * ring), palette.accents().get(ring - 1));
        }
        for (int layer = 0; layer < 4; layer++) {
            double[] ridge = Landscape.ridge(dice, w, h * (0.62 + 0.09 * layer), h * 0.16, dice.whole(5, 9));
            sketch.fill(
                    Shape.polygon(Landscape.closed(ridge, w, h)),
                    palette.accents().get(layer).times(0.9 - 0.14 * layer));
        }
        for (int i = 0; i < 6; i++) {
            Things.bird(sketch, palette.dark(), w * dice.between(0.1, 0.9), h * dice.between(0.12, 0.45), w * 0.03);
        }
    }

    private static void blocks(Sketch sketch, Palette palette, Dice dice) {
        int columns = dice.whole(4, 6);
        double side = sketch.width / (double) columns;
        for (double y = 0; y < sketch.height; y += side) {
            for (int c = 0; c < columns; c++) {
                double x = c * side;
                Colour colour = palette.any(dice);
                sketch.fill(
                        Shape.box(x, y, side + 1, side + 1), dice.chance(0.5) ? palette.light() : palette.any(dice));
                switch (dice.whole(0, 5)) {
                    case 0 -> sketch.fill(quarter(x, y, side, dice.whole(0, 3)), colour);
                    case 1 -> sketch.fill(Shape.circle(x + side / 2, y + side / 2, side * 0.4), colour);
                    case 2 -> sketch.fill(Shape.polygon(x, y, x + side, y, x, y + side), palette.dark());
                    case 3 -> sketch.fill(Shape.polygon(x + side, y + side, x + side, y, x, y + side), colour);
                    case 4 -> {
                        for (int s = 0; s < 4; s++) {
                            sketch.fill(Shape.box(x + side * s / 4, y, side / 8, side), colour);
                        }
                    }
                    default -> {
                        for (int ring = 3; ring > 0; ring--) {
                            sketch.fill(
                                    Shape.sector(x + side / 2, y + side, side * ring / 6, side * ring / 6, 180, 360),
                                    ring % 2 == 0 ? palette.light() : colour);
                        }
                    }
                }
            }
        }
    }

    private static Shape quarter(double x, double y, double side, int corner) {
        double cx = corner % 2 == 0 ? x : x + side;
        double cy = corner < 2 ? y : y + side;
        double from = new double[] {0, 90, 270, 180}[corner];
        Shape arc = Shape.sector(cx, cy, side, side, from, from + 90);
        double[] xy = Arrays.copyOf(arc.xy, arc.xy.length + 2);
        xy[xy.length - 2] = cx;
        xy[xy.length - 1] = cy;
        return Shape.polygon(xy);
    }

    private static void skyline(Sketch sketch, Palette palette, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        sketch.gradient(
                Shape.box(0, 0, w, h), palette.any(dice), palette.any(dice).mix(palette.light(), 0.5));
        sketch.fill(Shape.circle(w * dice.between(0.2, 0.8), h * 0.35, w * dice.between(0.1, 0.2)), palette.light());
        for (int layer = 0; layer < 3; layer++) {
            Colour colour = palette.dark().mix(palette.any(dice), 0.5 - 0.22 * layer);
            double x = -dice.between(0, 50);
            while (x < w) {
                double width = w * dice.between(0.05, 0.13);
                double top = h * (dice.between(0.36, 0.62) + 0.09 * layer);
                sketch.fill(Shape.box(x, top, width, h), colour.near(dice, 12));
                if (dice.chance(0.4)) {
                    sketch.fill(
                            Shape.polygon(x, top, x + width / 2, top - h * dice.between(0.03, 0.1), x + width, top),
                            colour);
                }
                for (double wy = top + 10; wy < h; wy += 17) {
                    for (double wx = x + 6; wx < x + width - 8; wx += 13) {
                        if (dice.chance(0.5)) {
                            sketch.fill(Shape.box(wx, wy, 6, 8), palette.light().mix(new Colour(255, 210, 110), 0.6));
                        }
                    }
                }
                x += width * dice.between(0.9, 1.3);
            }
        }
    }

    private static void bubbles(Sketch sketch, Palette palette, Dice dice) {
        for (int i = 0; i < 26; i++) {
            double x = dice.between(0, sketch.width);
            double y = dice.between(0.1, 0.95) * sketch.height;
            double radius = sketch.width * dice.between(0.03, 0.15);
            Colour colour = palette.any(dice);
            int rings = dice.whole(1, 4);
            for (int r = rings; r > 0; r--) {
                sketch.fill(
                        dice.chance(0.7)
                                ? Shape.circle(x, y, radius * r / rings)
                                : Shape.star(x, y, radius * r / rings, dice.whole(4, 9), 0.55, dice.between(0, 90)),
                        r % 2 == 0 ? palette.light() : colour.near(dice, 25),
                        0.85);
            }
        }
    }

    private static void numeral(Sketch sketch, Palette palette, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        double tilt = dice.between(-25, 25);
        sketch.at(w / 2, h / 2, tilt, 1, () -> {
            for (int i = -14; i < 14; i++) {
                sketch.fill(
                        Shape.box(-w, i * w * 0.075, 2 * w, w * dice.between(0.01, 0.05)),
                        palette.any(dice).mix(palette.light(), 0.45));
            }
        });
        String sign = dice.chance(0.5)
                ? String.valueOf(dice.whole(2, 99))
                : dice.word().substring(0, 2);
        sketch.text(Lettering.BLACK, sign, w * 0.53, h * 0.49, h * 0.42, w * 0.8, palette.dark());
        sketch.text(Lettering.BLACK, sign, w * 0.5, h * 0.47, h * 0.42, w * 0.8, palette.any(dice));
    }

    private static void title(Sketch sketch, Palette palette, Dice dice, Colour paper) {
        double w = sketch.width;
        double h = sketch.height;
        boolean above = dice.chance(0.5);
        double y = above ? h * 0.09 : h * 0.86;
        Colour band = dice.chance(0.5) ? palette.dark() : paper;
        sketch.fill(Shape.box(0, y - h * 0.07, w, h * 0.16), band, 0.9);
        Lettering lettering = dice.pick(List.of(Lettering.BLACK, Lettering.TITLE, Lettering.BOLD));
        sketch.text(lettering, dice.word() + " " + dice.word(), w / 2, y, h * 0.06, w * 0.88, band.contrast());
        String line = dice.whole(1, 30) + "." + dice.whole(1, 12) + ". " + dice.word() + " hall";
        sketch.text(Lettering.BOOK, line, w / 2, y + h * 0.06, h * 0.022, w * 0.8, band.contrast());
    }
}
