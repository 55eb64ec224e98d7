package io.patchrank.evaluation.sample;

/** A patchwork blanket: blocks of traditional patterns cut from printed fabrics. */
final class Quilt implements Motif {
    @Override
    public void draw(Sketch sketch, Style style, Dice dice) {
        Palette palette = style.palette();
        int columns = dice.whole(4, 6);
        double side = sketch.width / (double) columns;
        int rows = (int) Math.ceil(sketch.height / side);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                block(sketch, palette, dice, c * side, r * side, side);
            }
        }
        for (int c = 0; c <= columns; c++) {
            seam(sketch, palette, c * side, 0, c * side, sketch.height);
        }
        for (int r = 0; r <= rows; r++) {
            seam(sketch, palette, 0, r * side, sketch.width, r * side);
        }
        sketch.modulate(Noise.fractal(dice, sketch.width, sketch.height, side, 4), 0.4);
        sketch.modulate(Noise.fractal(dice, sketch.width, sketch.height, 3, 1), 0.2);
    }

    private static void seam(Sketch sketch, Palette palette, double x0, double y0, double x1, double y1) {
        sketch.line(palette.dark(), 2, x0, y0, x1, y1);
        double length = Math.hypot(x1 - x0, y1 - y0);
        double ux = (x1 - x0) / length;
        double uy = (y1 - y0) / length;
        for (double at = 4; at < length; at += 13) {
            double x = x0 + ux * at + uy * 6;
            double y = y0 + uy * at + ux * 6;
            sketch.line(palette.light(), 2, x, y, x + ux * 7, y + uy * 7);
        }
    }

    private static void block(Sketch sketch, Palette palette, Dice dice, double x, double y, double s) {
        Fabric ground = Fabric.random(palette, dice);
        Fabric figure = Fabric.random(palette, dice);
        Fabric third = Fabric.random(palette, dice);
        ground.cover(sketch, Shape.box(x, y, s + 1, s + 1));
        double m = s / 2;
        switch (dice.whole(0, 6)) {
            case 0 -> {
                figure.cover(sketch, Shape.polygon(x, y, x + m, y, x + m, y + m));
                third.cover(sketch, Shape.polygon(x + s, y, x + s, y + m, x + m, y + m));
                figure.cover(sketch, Shape.polygon(x + s, y + s, x + m, y + s, x + m, y + m));
                third.cover(sketch, Shape.polygon(x, y + s, x, y + m, x + m, y + m));
            }
            case 1 -> {
                for (int ring = 0; ring < 4; ring++) {
                    Fabric log = ring % 2 == 0 ? figure : third;
                    double inset = s * 0.12 * ring;
                    log.cover(sketch, Shape.polygon(x + inset, y + inset, x + s - inset, y + inset, x + m, y + m));
                    log.cover(
                            sketch,
                            Shape.polygon(x + inset, y + s - inset, x + s - inset, y + s - inset, x + m, y + m));
                }
            }
            case 2 -> {
                figure.cover(sketch, Shape.star(x + m, y + m, s * 0.47, dice.whole(5, 9), 0.5, dice.between(0, 45)));
                third.cover(sketch, Shape.circle(x + m, y + m, s * 0.15));
            }
            case 3 -> {
                for (int i = 0; i < 9; i += 2) {
                    Fabric patch = i % 4 == 0 ? figure : third;
                    patch.cover(sketch, Shape.box(x + i % 3 * s / 3, y + Math.floorDiv(i, 3) * s / 3, s / 3, s / 3));
                }
            }
            case 4 -> {
                figure.cover(sketch, Shape.polygon(x + m, y + 3, x + s - 3, y + m, x + m, y + s - 3, x + 3, y + m));
                third.cover(sketch, Shape.box(x + s * 0.34, y + s * 0.34, s * 0.32, s * 0.32));
            }
            case 5 -> {
                for (int i = 0; i < 3; i++) {
                    double top = y + i * s / 3;
                    figure.cover(sketch, Shape.polygon(x, top + s / 3, x + m, top, x + s, top + s / 3));
                }
            }
            default -> {
                for (int i = 0; i < 6; i++) {
                    sketch.at(x + m, y + m, 60.0 * i, 1, () -> {
                        figure.cover(sketch, Shape.ellipse(s * 0.24, 0, s * 0.2, s * 0.1));
                    });
                }
                third.cover(sketch, Shape.circle(x + m, y + m, s * 0.1));
            }
        }
    }
}
