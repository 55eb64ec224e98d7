package io.patchrank.evaluation.sample;

import org.bytedeco.opencv.opencv_core.Mat;

/** A printed map of an invented country: relief tints, contours, roads, towns, grid, compass, legend. */
final class CountryMap implements Motif {
    @Override
    public void draw(Sketch sketch, Style style, Dice dice) {
        int w = sketch.width;
        int h = sketch.height;
        Palette palette = style.palette();
        float[] relief = Noise.fractal(dice, w, h, w * dice.between(0.3, 0.55), 7);
        try (Mat tints = tints(relief, w, h, palette, dice)) {
            tints.copyTo(sketch.pixels());
        }
        grid(sketch, palette);
        double[][] towns = towns(dice, relief, w, h);
        for (int i = 0; i + 1 < towns.length; i++) {
            road(sketch, palette, dice, towns[i], towns[i + 1]);
            if (i + 2 < towns.length && dice.chance(0.4)) {
                road(sketch, palette, dice, towns[i], towns[i + 2]);
            }
        }
        for (double[] town : towns) {
            double size = dice.between(5, 10);
            sketch.fill(Shape.circle(town[0], town[1], size), Colour.WHITE);
            sketch.stroke(Shape.circle(town[0], town[1], size), palette.dark(), 3);
            sketch.text(
                    size > 8 ? Lettering.BLACK : Lettering.BOLD,
                    dice.word(),
                    town[0] + dice.around(0, 25),
                    town[1] - 20,
                    size * 1.7,
                    w * 0.16,
                    Colour.BLACK);
        }
        compass(sketch, palette, w * dice.between(0.1, 0.9), h * dice.between(0.12, 0.85), w * 0.07);
        legend(sketch, palette, dice);
        sketch.stroke(Shape.box(8, 8, w - 16.0, h - 16.0), palette.dark(), 5);
        sketch.stroke(Shape.box(17, 17, w - 34.0, h - 34.0), palette.dark(), 2);
        folds(sketch);
    }

    private static Mat tints(float[] relief, int w, int h, Palette palette, Dice dice) {
        double sea = dice.between(0.38, 0.5);
        Colour[] steps = {
            Colour.hsv(100, 0.35, 0.8).mix(palette.accents().get(0), 0.3),
            palette.light().mix(new Colour(238, 226, 170), 0.5),
            new Colour(214, 170, 110).mix(palette.accents().get(1), 0.3),
            new Colour(150, 108, 80).mix(palette.accents().get(2), 0.25),
            Colour.WHITE
        };
        Colour water = Colour.hsv(dice.around(200, 15), 0.45, 0.86);
        Raster raster = new Raster(w, h);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int i = y * w + x;
                double here = relief[i];
                double slope = x > 1 && y > 1 ? (relief[i - 2] - here + relief[i - 2 * w] - here) * 14 : 0;
                if (here < sea) {
                    double depth = (sea - here) / sea;
                    raster.set(x, y, water, water.times(0.55), Math.floor(depth * 8) / 6, here > sea - 0.008 ? 0.5 : 1);
                } else {
                    double level = Math.min(4.999, (here - sea) / (0.85 - sea) * 5);
                    boolean contour = (level * 3) % 1 < 0.07 && x % 7 != 0;
                    raster.set(x, y, steps[(int) level], (contour ? 0.72 : 1) + Math.clamp(slope, -0.3, 0.25));
                }
            }
        }
        return raster.toMat();
    }

    private static void grid(Sketch sketch, Palette palette) {
        double step = sketch.width / 6.0;
        for (int i = 1; i < 6; i++) {
            sketch.line(palette.dark().mix(Colour.WHITE, 0.3), 1, i * step, 0, i * step, sketch.height);
            sketch.line(palette.dark().mix(Colour.WHITE, 0.3), 1, 0, i * step, sketch.width, i * step);
            sketch.text(
                    Lettering.BOLD, String.valueOf((char) ('A' + i - 1)), (i - 0.5) * step, 32, 14, 20, palette.dark());
        }
    }

    /** Places on land, each followed by the nearest of those left. */
    private static double[][] towns(Dice dice, float[] relief, int w, int h) {
        double[][] towns = new double[dice.whole(10, 15)][];
        for (int i = 0; i < towns.length; i++) {
            for (int attempt = 0; attempt < 20; attempt++) {
                towns[i] = new double[] {w * dice.between(0.07, 0.93), h * dice.between(0.09, 0.93)};
                if (relief[((int) towns[i][1]) * w + (int) towns[i][0]] > 0.5) {
                    break;
                }
            }
        }
        for (int i = 1; i < towns.length; i++) {
            for (int j = i + 1; j < towns.length; j++) {
                if (distance(towns[i - 1], towns[j]) < distance(towns[i - 1], towns[i])) {
                    double[] nearer = towns[j];
                    towns[j] = towns[i];
                    towns[i] = nearer;
                }
            }
        }
        return towns;
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    private static void road(Sketch sketch, Palette palette, Dice dice, double[] from, double[] to) {
        double bend = dice.around(0, 0.25);
        double[] xy = new double[32];
        for (int i = 0; i < 16; i++) {
            double t = i / 15.0;
            double bow = Math.sin(Math.PI * t) * bend + Math.sin(3 * Math.PI * t) * bend * 0.3;
            xy[2 * i] = from[0] + (to[0] - from[0]) * t - (to[1] - from[1]) * bow;
            xy[2 * i + 1] = from[1] + (to[1] - from[1]) * t + (to[0] - from[0]) * bow;
        }
        boolean main = dice.chance(0.5);
        sketch.line(palette.dark(), main ? 7 : 4, xy);
        sketch.line(
                main ? new Colour(240, 180, 60).mix(palette.accents().get(3), 0.4) : Colour.WHITE, main ? 4 : 2, xy);
    }

    private static void compass(Sketch sketch, Palette palette, double x, double y, double radius) {
        sketch.fill(Shape.circle(x, y, radius * 1.1), palette.light(), 0.75);
        sketch.stroke(Shape.circle(x, y, radius * 0.8), palette.dark(), 2);
        sketch.fill(
                Shape.star(x, y, radius * 0.7, 4, 0.3, 45), palette.accents().get(0));
        sketch.fill(Shape.star(x, y, radius, 4, 0.2, 0), palette.dark());
        sketch.text(Lettering.BLACK, "N", x, y - radius * 1.25, radius * 0.32, radius, palette.dark());
    }

    private static void legend(Sketch sketch, Palette palette, Dice dice) {
        double w = sketch.width * 0.3;
        double h = sketch.height * 0.2;
        double x = dice.chance(0.5) ? 26 : sketch.width - w - 26;
        double y = dice.chance(0.7) ? sketch.height - h - 26 : 46;
        sketch.shadow(Shape.box(x, y, w, h), 3, 4, 4, 0.4);
        sketch.fill(Shape.box(x, y, w, h), palette.light());
        sketch.stroke(Shape.box(x + 4, y + 4, w - 8, h - 8), palette.dark(), 2);
        sketch.text(
                Lettering.TITLE,
                dice.word(),
                x + w / 2,
                y + h * 0.22,
                h * 0.2,
                w * 0.85,
                palette.any(dice).times(0.7));
        for (int i = 0; i < 4; i++) {
            double line = y + h * (0.45 + 0.14 * i);
            sketch.fill(
                    Shape.box(x + w * 0.08, line - 5, w * 0.12, 10),
                    palette.accents().get(i));
            sketch.text(Lettering.PLAIN, dice.word(), x + w * 0.55, line, 11, w * 0.5, palette.dark());
        }
    }

    private static void folds(Sketch sketch) {
        for (int i = 1; i < 4; i++) {
            double x = sketch.width * i / 4.0;
            sketch.glaze(Shape.box(x - 12, 0, 12, sketch.height), Colour.BLACK, 0.16, 5);
            sketch.glaze(Shape.box(x, 0, 10, sketch.height), Colour.WHITE, 0.25, 4);
        }
    }
}
