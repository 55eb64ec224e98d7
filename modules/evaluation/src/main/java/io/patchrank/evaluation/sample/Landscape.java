package io.patchrank.evaluation.sample;

import java.util.Arrays;
import java.util.List;

/** A framed landscape painting: sky, ranges, lake, fields, trees and houses in broad strokes. */
final class Landscape implements Motif {
    @Override
    public void draw(Sketch sketch, Style style, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        Palette palette = style.palette();
        double hue = dice.pick(List.of(205.0, 215.0, 28.0, 340.0, 265.0));
        double horizon = h * dice.between(0.42, 0.58);
        sketch.gradient(Shape.box(0, 0, w, horizon), Colour.hsv(hue, 0.6, 0.75), Colour.hsv(hue + 20, 0.2, 0.98));
        sketch.fill(
                Shape.circle(w * dice.between(0.15, 0.85), horizon * dice.between(0.25, 0.7), w * 0.05),
                new Colour(255, 236, 180));
        clouds(sketch, dice, horizon);
        int ranges = dice.whole(2, 4);
        for (int r = 0; r < ranges; r++) {
            Colour colour = palette.any(dice).mix(Colour.hsv(hue, 0.35, 0.75), 0.7 - 0.55 * r / ranges);
            double[] ridge =
                    ridge(dice, w, horizon - h * 0.05 * (ranges - 1 - r), h * 0.26 / (1 + 0.4 * r), dice.whole(5, 10));
            sketch.fill(Shape.polygon(closed(ridge, w, h)), colour);
            snow(sketch, ridge, colour, dice);
        }
        if (dice.chance(0.5)) {
            lake(sketch, dice, hue, horizon);
            growth(sketch, palette, dice, shore(sketch, palette, dice));
        } else {
            fields(sketch, palette, dice, horizon);
            growth(sketch, palette, dice, horizon);
        }
        sketch.modulate(Noise.fractal(dice, sketch.width, sketch.height, 22, 3), 0.18);
        frame(sketch, palette, dice);
    }

    private static void clouds(Sketch sketch, Dice dice, double horizon) {
        int count = dice.whole(3, 7);
        for (int i = 0; i < count; i++) {
            double x = dice.between(0, sketch.width);
            double y = horizon * dice.between(0.1, 0.6);
            for (int puff = 0; puff < 7; puff++) {
                sketch.glaze(
                        Shape.ellipse(
                                x + dice.around(0, 70),
                                y + dice.around(0, 14),
                                dice.between(20, 60),
                                dice.between(8, 24)),
                        Colour.WHITE,
                        0.6,
                        5);
            }
        }
    }

    private static void snow(Sketch sketch, double[] ridge, Colour colour, Dice dice) {
        for (int i = 2; i < ridge.length - 2; i += 2) {
            boolean peak = ridge[i + 1] < ridge[i - 1] && ridge[i + 1] < ridge[i + 3];
            double drop = Math.min(ridge[i - 1], ridge[i + 3]) - ridge[i + 1];
            if (peak && drop > 3) {
                double x = ridge[i];
                double y = ridge[i + 1];
                sketch.fill(
                        Shape.polygon(
                                x, y, x + drop * 2, y + drop * 2.4, x + drop * 0.4, y + drop * 1.4, x, y + drop * 3),
                        colour.times(0.7));
                sketch.fill(
                        Shape.polygon(
                                x,
                                y,
                                x - drop,
                                y + drop * 1.3,
                                x - drop * 0.2,
                                y + drop,
                                x + drop * 0.7,
                                y + drop * 1.5),
                        Colour.WHITE.near(dice, 8));
            }
        }
    }

    private static void lake(Sketch sketch, Dice dice, double hue, double horizon) {
        double w = sketch.width;
        double h = sketch.height;
        sketch.gradient(Shape.box(0, horizon, w, h), Colour.hsv(hue + 15, 0.3, 0.85), Colour.hsv(hue, 0.6, 0.4));
        for (int i = 0; i < 130; i++) {
            double y = dice.between(horizon, h);
            double length = 10 + 70 * (y - horizon) / h;
            double x = dice.between(0, w);
            sketch.line(Colour.WHITE.mix(Colour.hsv(hue, 0.5, 0.6), dice.between(0.2, 0.9)), 2, x, y, x + length, y);
        }
        int boats = dice.whole(1, 4);
        for (int i = 0; i < boats; i++) {
            Things.boat(
                    sketch,
                    dice,
                    Colour.hsv(dice.between(0, 360), 0.7, 0.75),
                    w * dice.between(0.1, 0.9),
                    dice.between(horizon + h * 0.06, h * 0.7),
                    h * dice.between(0.05, 0.1));
        }
    }

    /** The near bank; returns where it begins. */
    private static double shore(Sketch sketch, Palette palette, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        double[] bank = ridge(dice, w, h * 0.82, h * 0.07, dice.whole(2, 4));
        Colour grass = Colour.hsv(dice.between(50, 120), 0.5, 0.55).mix(palette.any(dice), 0.25);
        sketch.gradient(Shape.polygon(closed(bank, w, h)), grass, grass.times(0.6));
        return h * 0.84;
    }

    private static void fields(Sketch sketch, Palette palette, Dice dice, double horizon) {
        double w = sketch.width;
        double h = sketch.height;
        double x = w * dice.between(0.2, 0.8);
        int strips = dice.whole(6, 11);
        for (int i = 0; i < strips; i++) {
            double a = -w + 3 * w * i / strips;
            double b = -w + 3 * w * (i + 1) / strips;
            double near = (a - x) * 0.2 + x;
            Colour crop = Colour.hsv(dice.between(45, 120), dice.between(0.35, 0.7), dice.between(0.5, 0.85))
                    .mix(palette.any(dice), 0.2);
            sketch.fill(Shape.polygon(near, horizon, (b - x) * 0.2 + x, horizon, b, h, a, h), crop);
            for (int furrow = 1; furrow < 6; furrow++) {
                double share = furrow / 6.0;
                double foot = a + (b - a) * share;
                sketch.line(crop.times(0.8), 2, (foot - x) * 0.2 + x, horizon, foot, h);
            }
        }
    }

    private static void growth(Sketch sketch, Palette palette, Dice dice, double horizon) {
        int count = dice.whole(14, 26);
        for (int i = 0; i < count; i++) {
            double depth = (i + dice.between(0, 1)) / count;
            double y = horizon + (sketch.height * 0.97 - horizon) * depth * depth;
            double size = sketch.height * (0.05 + 0.18 * (y - sketch.height * 0.5) / (sketch.height * 0.5));
            double x = dice.between(0, 1) * sketch.width;
            if (dice.chance(0.2)) {
                Things.house(sketch, dice, palette, x, y, size * 0.9);
            } else if (dice.chance(0.5)) {
                Things.conifer(sketch, dice, x, y, size);
            } else {
                Things.tree(sketch, dice, x, y, size);
            }
        }
    }

    private static void frame(Sketch sketch, Palette palette, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        double wide = w * 0.035;
        Colour gold =
                dice.chance(0.5) ? new Colour(176, 138, 66) : palette.dark().mix(palette.any(dice), 0.3);
        Shape[] sides = {
            Shape.polygon(0, 0, w, 0, w - wide, wide, wide, wide),
            Shape.polygon(w, 0, w, h, w - wide, h - wide, w - wide, wide),
            Shape.polygon(w, h, 0, h, wide, h - wide, w - wide, h - wide),
            Shape.polygon(0, h, 0, 0, wide, wide, wide, h - wide)
        };
        double[] light = {1.15, 0.8, 0.65, 0.95};
        for (int i = 0; i < sides.length; i++) {
            sketch.fill(sides[i], gold.times(light[i]));
        }
        double inset = wide * 0.45;
        sketch.stroke(Shape.box(inset, inset, w - 2 * inset, h - 2 * inset), gold.times(0.55), 3);
        sketch.stroke(Shape.box(wide, wide, w - 2 * wide, h - 2 * wide), gold.times(0.4), 2);
    }

    /** A mountain ridge from left to right; x and y in turns. */
    static double[] ridge(Dice dice, double width, double base, double height, int peaks) {
        int steps = 8 * peaks;
        double[] xy = new double[2 * (steps + 1)];
        double[] tops = new double[peaks + 2];
        for (int i = 0; i < tops.length; i++) {
            tops[i] = dice.between(0.1, 1);
        }
        for (int i = 0; i <= steps; i++) {
            double place = (double) i / steps * peaks;
            int left = (int) place;
            double share = place - left;
            double rise = tops[left] * (1 - share) + tops[left + 1] * share;
            xy[2 * i] = width * i / steps;
            xy[2 * i + 1] = base - height * (rise + dice.around(0, 0.06));
        }
        return xy;
    }

    /** The ridge closed along the bottom edge. */
    static double[] closed(double[] ridge, double width, double height) {
        double[] xy = Arrays.copyOf(ridge, ridge.length + 4);
        xy[xy.length - 4] = width;
        xy[xy.length - 3] = height;
        xy[xy.length - 2] = 0;
        xy[xy.length - 1] = height;
        return xy;
    }
}
