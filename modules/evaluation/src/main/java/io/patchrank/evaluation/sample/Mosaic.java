package io.patchrank.evaluation.sample;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/** A picture laid of small stones: fish, birds, flowers, suns and rosettes between borders. */
final class Mosaic implements Motif {
    @Override
    public void draw(Sketch sketch, Style style, Dice dice) {
        try (Sketch cartoon =
                Sketch.blank(sketch.width, sketch.height, style.palette().light())) {
            cartoon(cartoon, style.palette(), dice);
            lay(sketch, cartoon.pixels(), dice);
        }
        sketch.modulate(Noise.fractal(dice, sketch.width, sketch.height, sketch.width * 0.4, 4), 0.3);
    }

    private static void lay(Sketch sketch, Mat cartoon, Dice dice) {
        Cells cells = Cells.jittered(dice, sketch.width, sketch.height, dice.between(10, 14), 0.55);
        byte[] bgr = new byte[3 * sketch.width * sketch.height];
        cartoon.<ByteBuffer>createBuffer().get(bgr);
        Colour[] stones = new Colour[cells.count()];
        for (int s = 0; s < stones.length; s++) {
            int x = Math.clamp(Math.round(cells.seedX[s]), 0, sketch.width - 1);
            int y = Math.clamp(Math.round(cells.seedY[s]), 0, sketch.height - 1);
            int i = 3 * (y * sketch.width + x);
            stones[s] = new Colour(bgr[i + 2] & 255, bgr[i + 1] & 255, bgr[i] & 255).near(dice, 22);
        }
        Colour grout = Colour.grey(dice.between(60, 200));
        Raster raster = new Raster(sketch.width, sketch.height);
        for (int y = 0; y < raster.height; y++) {
            for (int x = 0; x < raster.width; x++) {
                int i = y * raster.width + x;
                double edge = cells.border[i];
                raster.set(
                        x,
                        y,
                        grout,
                        stones[cells.nearest[i]],
                        Math.clamp(edge - 0.3, 0, 1),
                        0.86 + Math.min(0.2, edge * 0.04));
            }
        }
        try (Mat laid = raster.toMat()) {
            laid.copyTo(sketch.pixels());
        }
    }

    private static void cartoon(Sketch sketch, Palette palette, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        Colour ground = dice.chance(0.5) ? palette.light() : palette.any(dice).mix(palette.dark(), 0.55);
        sketch.fill(Shape.box(0, 0, w, h), ground);
        waves(sketch, palette, dice, ground);
        int centre = dice.whole(0, 2);
        double radius = Math.min(w, h) * dice.between(0.24, 0.32);
        double x = w * dice.around(0.5, 0.12);
        double y = h * dice.around(0.5, 0.1);
        if (centre == 0) {
            rosette(sketch, palette, dice, x, y, radius);
        } else if (centre == 1) {
            sun(sketch, palette, dice, x, y, radius);
        } else {
            fish(sketch, palette, dice, x, y, radius * 1.2, dice.around(0, 30));
        }
        for (int i = 0; i < 9; i++) {
            double angle = 2 * Math.PI * (i + dice.between(0, 0.6)) / 9;
            double px = x + w * 0.38 * Math.cos(angle);
            double py = y + h * 0.38 * Math.sin(angle);
            double size = Math.min(w, h) * dice.between(0.09, 0.14);
            switch (dice.whole(0, 3)) {
                case 0 -> fish(sketch, palette, dice, px, py, size, dice.between(0, 360));
                case 1 -> rosette(sketch, palette, dice, px, py, size);
                case 2 ->
                    sketch.fill(
                            Shape.star(px, py, size, dice.whole(4, 8), 0.5, dice.between(0, 90)), palette.any(dice));
                default -> leaf(sketch, palette, dice, px, py, size);
            }
        }
        border(sketch, palette, dice);
    }

    private static void waves(Sketch sketch, Palette palette, Dice dice, Colour ground) {
        Colour tone = ground.mix(palette.any(dice), 0.3);
        double step = sketch.height / dice.between(6, 12);
        double swing = step * dice.between(0.1, 0.5);
        double length = sketch.width / dice.between(2, 6);
        for (double y = 0; y < sketch.height + step; y += step) {
            double[] xy = new double[2 * 60];
            for (int i = 0; i < 60; i++) {
                xy[2 * i] = sketch.width * i / 59.0;
                xy[2 * i + 1] = y + swing * Math.sin(2 * Math.PI * xy[2 * i] / length);
            }
            sketch.line(tone, step * 0.3, xy);
        }
    }

    private static void rosette(Sketch sketch, Palette palette, Dice dice, double x, double y, double radius) {
        int petals = dice.whole(6, 12);
        Colour outer = palette.any(dice);
        Colour inner = palette.any(dice).mix(palette.light(), 0.3);
        sketch.fill(Shape.circle(x, y, radius * 1.08), palette.dark());
        for (int i = 0; i < petals; i++) {
            sketch.at(x, y, 360.0 * i / petals, 1, () -> {
                sketch.fill(Shape.ellipse(radius * 0.62, 0, radius * 0.36, radius * 0.2), outer);
                sketch.fill(Shape.ellipse(radius * 0.62, 0, radius * 0.22, radius * 0.09), inner);
            });
        }
        sketch.fill(Shape.circle(x, y, radius * 0.3), palette.any(dice));
        sketch.fill(Shape.circle(x, y, radius * 0.14), palette.light());
    }

    private static void sun(Sketch sketch, Palette palette, Dice dice, double x, double y, double radius) {
        int rays = dice.whole(8, 16);
        sketch.fill(Shape.star(x, y, radius * 1.1, rays, 0.62, dice.between(0, 40)), palette.any(dice));
        sketch.fill(Shape.circle(x, y, radius * 0.62), palette.any(dice).mix(new Colour(250, 200, 90), 0.5));
        for (int side = -1; side <= 1; side += 2) {
            sketch.fill(
                    Shape.ellipse(x + side * radius * 0.23, y - radius * 0.12, radius * 0.1, radius * 0.06),
                    palette.dark());
        }
        sketch.line(
                palette.dark(),
                9,
                x,
                y - radius * 0.1,
                x - radius * 0.06,
                y + radius * 0.12,
                x + radius * 0.05,
                y + radius * 0.12);
        sketch.line(
                palette.dark(),
                9,
                x - radius * 0.2,
                y + radius * 0.26,
                x,
                y + radius * 0.33,
                x + radius * 0.2,
                y + radius * 0.26);
    }

    private static void fish(
            Sketch sketch, Palette palette, Dice dice, double x, double y, double size, double degrees) {
        Colour scale = palette.any(dice);
        Colour fin = palette.any(dice).mix(palette.dark(), 0.3);
        sketch.at(x, y, degrees, 1, () -> {
            sketch.fill(Shape.polygon(-size * 0.6, 0, -size, -size * 0.4, -size * 0.9, 0, -size, size * 0.4), fin);
            sketch.fill(
                    Shape.polygon(-size * 0.1, -size * 0.25, size * 0.1, -size * 0.6, size * 0.4, -size * 0.2), fin);
            sketch.fill(Shape.ellipse(0, 0, size * 0.72, size * 0.34), scale);
            for (int band = 0; band < 4; band++) {
                double bx = -size * 0.4 + band * size * 0.22;
                sketch.line(palette.light(), size * 0.05, bx, -size * 0.22, bx + size * 0.07, 0, bx, size * 0.22);
            }
            sketch.fill(Shape.circle(size * 0.46, -size * 0.08, size * 0.09), palette.light());
            sketch.fill(Shape.circle(size * 0.47, -size * 0.08, size * 0.045), palette.dark());
        });
    }

    private static void leaf(Sketch sketch, Palette palette, Dice dice, double x, double y, double size) {
        Colour green = Colour.hsv(dice.between(90, 160), 0.5, 0.55);
        sketch.at(x, y, dice.between(0, 360), 1, () -> {
            sketch.line(palette.dark(), size * 0.12, -size, 0, size, 0);
            for (int i = -2; i <= 2; i++) {
                sketch.fill(Shape.ellipse(i * size * 0.4, -size * 0.3, size * 0.16, size * 0.3), green);
                sketch.fill(Shape.ellipse(i * size * 0.4, size * 0.3, size * 0.16, size * 0.3), green.times(0.8));
            }
        });
    }

    private static void border(Sketch sketch, Palette palette, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        double wide = Math.min(w, h) * dice.between(0.05, 0.08);
        Colour first = palette.any(dice);
        Colour second = palette.dark();
        for (double at = 0; at < Math.max(w, h); at += wide) {
            Colour colour = Math.round(at / wide) % 2 == 0 ? first : second;
            sketch.fill(Shape.box(at, 0, wide, wide), colour);
            sketch.fill(Shape.box(at, h - wide, wide, wide), colour);
            sketch.fill(Shape.box(0, at, wide, wide), colour);
            sketch.fill(Shape.box(w - wide, at, wide, wide), colour);
        }
        sketch.stroke(Shape.box(wide, wide, w - 2 * wide, h - 2 * wide), palette.light(), wide * 0.3);
    }
}
