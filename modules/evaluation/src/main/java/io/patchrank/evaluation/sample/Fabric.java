package io.patchrank.evaluation.sample;

import java.util.List;

/**
 * Printed cotton.
 *
 * @param print 0 plain, 1 dotted, 2 striped, 3 checked, 4 flowered
 * @param step of the print in pixels
 */
record Fabric(int print, double step, double degrees, Colour ground, Colour ink) {
    static Fabric random(Palette palette, Dice dice) {
        Colour ground = dice.chance(0.25) ? palette.light() : palette.any(dice).near(dice, 35);
        Colour ink = dice.chance(0.5) ? ground.contrast().mix(ground, 0.25) : palette.any(dice);
        return new Fabric(dice.whole(0, 4), dice.between(9, 20), dice.pick(List.of(0.0, 45.0, 90.0)), ground, ink);
    }

    /** Covers the shape, with a shaded edge as of a patch sewn on. */
    void cover(Sketch sketch, Shape shape) {
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (int i = 0; i < shape.xy.length; i += 2) {
            left = Math.min(left, shape.xy[i]);
            right = Math.max(right, shape.xy[i]);
            top = Math.min(top, shape.xy[i + 1]);
            bottom = Math.max(bottom, shape.xy[i + 1]);
        }
        int w = (int) Math.ceil(right - left) + 2;
        int h = (int) Math.ceil(bottom - top) + 2;
        try (Sketch cloth = Sketch.blank(w, h, ground)) {
            cloth.at(w / 2.0, h / 2.0, degrees, 1, () -> print(cloth, Math.hypot(w, h) / 2));
            sketch.cut(shape, cloth.pixels(), left, top);
        }
        sketch.stroke(shape, ground.times(0.6), 1);
    }

    private void print(Sketch cloth, double reach) {
        for (double a = -reach; a < reach; a += step) {
            switch (print) {
                case 0 -> {}
                case 2 -> cloth.fill(Shape.box(a, -reach, step * 0.45, 2 * reach), ink);
                case 3 -> {
                    cloth.fill(Shape.box(a, -reach, step * 0.5, 2 * reach), ink, 0.5);
                    cloth.fill(Shape.box(-reach, a, 2 * reach, step * 0.5), ink, 0.5);
                }
                default -> {
                    for (double b = -reach; b < reach; b += step) {
                        cloth.fill(
                                print == 1
                                        ? Shape.circle(a, b, step * 0.26)
                                        : Shape.star(a, b, step * 0.42, 5, 0.45, 7 * a + 3 * b),
                                ink);
                    }
                }
            }
        }
    }
}
