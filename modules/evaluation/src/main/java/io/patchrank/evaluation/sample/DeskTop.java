package io.patchrank.evaluation.sample;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** A cluttered table from above: papers, notebooks, cups, pens, a keyboard, coins, a ruler. */
final class DeskTop implements Motif {
    @Override
    public void draw(Sketch sketch, Style style, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        Palette palette = style.palette();
        try (Mat table = style.ground(sketch.width, sketch.height)) {
            sketch.fill(Shape.box(0, 0, w, h), table);
        }
        double unit = Math.min(w, h);
        int papers = dice.whole(3, 5);
        for (int i = 0; i < papers; i++) {
            double x = w * dice.between(0.12, 0.88);
            double y = h * dice.between(0.15, 0.85);
            sketch.at(x, y, dice.around(0, 40), unit * 0.0011, () -> paper(sketch, palette, dice));
        }
        List<double[]> places = new ArrayList<>();
        int things = dice.whole(11, 16);
        for (int i = 0; i < things; i++) {
            double[] place = free(dice, w, h, unit * 0.2, places);
            places.add(place);
            double degrees = dice.between(0, 360);
            sketch.at(place[0], place[1], degrees, unit * 0.0011, () -> thing(sketch, palette, dice));
        }
        sketch.modulate(Noise.fractal(dice, sketch.width, sketch.height, w * 0.6, 3), 0.26);
    }

    private static double[] free(Dice dice, double w, double h, double gap, List<double[]> taken) {
        double[] best = {w / 2, h / 2};
        double bestGap = -1;
        for (int attempt = 0; attempt < 12 && bestGap < gap; attempt++) {
            double[] place = {w * dice.between(0.08, 0.92), h * dice.between(0.1, 0.9)};
            double nearest = taken.stream()
                    .mapToDouble(other -> Math.hypot(other[0] - place[0], other[1] - place[1]))
                    .min()
                    .orElse(gap);
            if (nearest > bestGap) {
                bestGap = nearest;
                best = place;
            }
        }
        return best;
    }

    private static void thing(Sketch sketch, Palette palette, Dice dice) {
        switch (dice.whole(0, 9)) {
            case 0, 1 -> Things.cup(sketch, dice, palette, dice.between(45, 62));
            case 2 -> pencils(sketch, palette, dice);
            case 3 -> notebook(sketch, palette, dice);
            case 4 -> keyboard(sketch, palette, dice);
            case 5 -> phone(sketch, palette, dice);
            case 6 -> notes(sketch, palette, dice);
            case 7 -> ruler(sketch, dice);
            case 8 -> coins(sketch, dice);
            default -> plateOfFruit(sketch, palette, dice);
        }
    }

    private static void paper(Sketch sketch, Palette palette, Dice dice) {
        Shape sheet = Shape.box(-150, -200, 300, 400);
        sketch.shadow(sheet, 5, 6, 8, 0.4);
        sketch.fill(sheet, Colour.WHITE.near(dice, 8));
        int kind = dice.whole(0, 2);
        sketch.text(Lettering.TITLE, dice.word() + " " + dice.word(), 0, -165, 18, 250, palette.dark());
        for (double y = -130; y < 180; y += 16) {
            boolean picture = kind == 1 && y > -90 && y < 60;
            if (!picture) {
                sketch.line(Colour.grey(dice.between(80, 140)), 4, -130, y, -130 + dice.between(90, 260), y);
            }
        }
        if (kind == 1) {
            sketch.fill(Shape.box(-125, -85, 250, 135), palette.light().times(0.92));
            for (int bar = 0; bar < 8; bar++) {
                double height = dice.between(15, 120);
                sketch.fill(Shape.box(-115 + bar * 30, 48 - height, 22, height), palette.any(dice));
            }
        } else if (kind == 2) {
            sketch.fill(Shape.circle(80, 110, 52), palette.any(dice), 0.7);
            sketch.text(Lettering.BLACK, dice.word(), 80, 110, 18, 90, Colour.WHITE);
        }
    }

    private static void pencils(Sketch sketch, Palette palette, Dice dice) {
        int count = dice.whole(1, 4);
        for (int i = 0; i < count; i++) {
            Colour colour = palette.any(dice).near(dice, 40);
            sketch.at(0, i * 26 - 30, dice.around(0, 14), 1, () -> {
                sketch.shadow(Shape.box(-110, -7, 220, 15), 4, 6, 4, 0.45);
                sketch.fill(Shape.box(-110, -7, 190, 15), colour);
                sketch.fill(Shape.box(-110, -2, 190, 4), colour.times(1.25));
                sketch.fill(Shape.polygon(80, -7, 80, 8, 116, 0), new Colour(226, 190, 140));
                sketch.fill(Shape.polygon(104, -3, 104, 3, 118, 0), colour.times(0.4));
                sketch.fill(Shape.box(-120, -7, 16, 15), new Colour(220, 120, 130));
            });
        }
    }

    private static void notebook(Sketch sketch, Palette palette, Dice dice) {
        Colour cover = palette.any(dice);
        Shape book = Shape.box(-95, -130, 190, 260);
        sketch.shadow(book, 7, 9, 8, 0.5);
        sketch.fill(book, cover);
        sketch.fill(Shape.box(-95, -130, 26, 260), cover.times(0.65));
        switch (dice.whole(0, 2)) {
            case 0 -> {
                for (int i = 0; i < 7; i++) {
                    sketch.fill(
                            Shape.circle(dice.between(-50, 80), dice.between(-110, 110), dice.between(8, 24)),
                            palette.any(dice));
                }
            }
            case 1 -> {
                for (int i = 0; i < 9; i++) {
                    sketch.fill(
                            Shape.box(-69, -125 + i * 29, 164, 13),
                            palette.any(dice).mix(cover, 0.4));
                }
            }
            default -> sketch.fill(Shape.star(12, 20, 62, dice.whole(5, 9), 0.5, 10), palette.light());
        }
        sketch.fill(Shape.box(-50, -110, 125, 52), Colour.WHITE);
        sketch.text(Lettering.BOLD, dice.word(), 12, -84, 20, 110, palette.dark());
    }

    private static void keyboard(Sketch sketch, Palette palette, Dice dice) {
        Colour body = dice.chance(0.5) ? Colour.grey(50) : Colour.grey(215);
        Shape frame = Shape.box(-175, -65, 350, 130);
        sketch.shadow(frame, 5, 7, 7, 0.5);
        sketch.fill(frame, body);
        for (int row = 0; row < 4; row++) {
            for (int key = 0; key < 13; key++) {
                Colour cap = dice.chance(0.07) ? palette.any(dice) : body.mix(body.contrast(), 0.18);
                sketch.fill(Shape.box(-166 + key * 25.6 + row * 2, -56 + row * 29, 21, 24), cap);
            }
        }
    }

    private static void phone(Sketch sketch, Palette palette, Dice dice) {
        Shape body = Shape.box(-52, -100, 104, 200);
        sketch.shadow(body, 5, 7, 6, 0.5);
        sketch.fill(body, Colour.grey(28));
        sketch.gradient(
                Shape.box(-46, -88, 92, 176),
                palette.any(dice),
                palette.any(dice).times(0.6));
        for (int i = 0; i < 12; i++) {
            sketch.fill(
                    Shape.box(-38 + i % 3 * 28, -20 + i / 3 * 26, 20, 18), Colour.hsv(dice.between(0, 360), 0.7, 0.9));
        }
        sketch.text(Lettering.BOLD, dice.whole(10, 23) + ":" + dice.whole(10, 59), 0, -58, 24, 80, Colour.WHITE);
    }

    private static void notes(Sketch sketch, Palette palette, Dice dice) {
        int count = dice.whole(2, 4);
        for (int i = 0; i < count; i++) {
            Colour colour = palette.any(dice).mix(new Colour(255, 240, 140), 0.55);
            sketch.at(dice.around(0, 55), dice.around(0, 55), dice.around(0, 25), 1, () -> {
                sketch.shadow(Shape.box(-48, -48, 96, 96), 3, 5, 5, 0.35);
                sketch.fill(Shape.box(-48, -48, 96, 96), colour);
                for (int line = 0; line < 3; line++) {
                    sketch.text(Lettering.SCRIPT, dice.word(), 0, -26 + line * 26, 13, 78, palette.dark());
                }
            });
        }
    }

    private static void ruler(Sketch sketch, Dice dice) {
        Colour wood = Colour.hsv(dice.between(30, 50), 0.55, 0.85);
        sketch.shadow(Shape.box(-190, -20, 380, 40), 4, 6, 5, 0.45);
        sketch.fill(Shape.box(-190, -20, 380, 40), wood);
        for (int i = 0; i <= 36; i++) {
            sketch.line(Colour.BLACK, 2, -180 + i * 10, -20, -180 + i * 10, i % 5 == 0 ? -4 : -12);
        }
    }

    private static void coins(Sketch sketch, Dice dice) {
        for (int i = 0; i < 7; i++) {
            double x = dice.around(0, 75);
            double y = dice.around(0, 75);
            double radius = dice.between(16, 26);
            Colour metal = dice.chance(0.5) ? new Colour(214, 176, 92) : new Colour(190, 190, 196);
            sketch.shadow(Shape.circle(x, y, radius), 3, 4, 3, 0.5);
            sketch.fill(Shape.circle(x, y, radius), metal.near(dice, 14));
            sketch.stroke(Shape.circle(x, y, radius * 0.8), metal.times(0.65), 2);
            sketch.text(
                    Lettering.BOLD, String.valueOf(dice.whole(1, 50)), x, y, radius * 0.7, radius, metal.times(0.5));
        }
    }

    private static void plateOfFruit(Sketch sketch, Palette palette, Dice dice) {
        sketch.shadow(Shape.circle(0, 0, 92), 6, 8, 8, 0.5);
        sketch.fill(Shape.circle(0, 0, 92), palette.light());
        sketch.stroke(Shape.circle(0, 0, 82), palette.any(dice), 6);
        sketch.fill(Shape.circle(0, 0, 62), palette.light().times(0.93));
        Colour fruit = Colour.hsv(dice.between(0, 120), 0.75, 0.85);
        for (int i = 0; i < 6; i++) {
            Things.fruit(sketch, dice, fruit, 34 * Math.cos(i * 1.05), 34 * Math.sin(i * 1.05), 22);
        }
    }
}
