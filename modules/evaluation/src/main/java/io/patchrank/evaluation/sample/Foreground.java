package io.patchrank.evaluation.sample;

import java.util.Arrays;

/** Things that stand between camera and scene, drawn large on the photograph itself. */
final class Foreground {
    private Foreground() {}

    /** One thing that may stand in such a place. */
    static void draw(Sketch photo, SceneKind.Place place, Dice dice) {
        double h = photo.height;
        double x = photo.width * (dice.chance(0.7) ? dice.signed(0.24, 0.42) + 0.5 : dice.between(0.2, 0.8));
        int last =
                switch (place) {
                    case STREET -> 5;
                    case ROOM -> 3;
                    case TABLE -> 0;
                };
        switch (dice.whole(place == SceneKind.Place.TABLE ? 0 : 1, last)) {
            case 0 -> arm(photo, dice, x);
            case 1 -> person(photo, dice, x, h * dice.between(0.4, 0.72));
            case 2 -> balloons(photo, dice, x);
            case 3 -> branch(photo, dice);
            case 4 -> umbrella(photo, dice, x, h * dice.between(0.6, 0.85), h * dice.between(0.15, 0.24));
            default -> lampPost(photo, dice, x);
        }
    }

    /** An arm that reaches over the table from below. */
    private static void arm(Sketch photo, Dice dice, double x) {
        double u = photo.height * dice.between(0.045, 0.07);
        Colour sleeve = Colour.hsv(dice.between(0, 360), dice.between(0.3, 0.7), dice.between(0.3, 0.85));
        Colour skin = Colour.hsv(dice.around(24, 6), dice.between(0.3, 0.6), dice.between(0.45, 0.9));
        double reach = photo.height * dice.between(0.3, 0.5);
        photo.at(x, photo.height + u, dice.around(0, 28), 1, () -> {
            photo.shadow(Shape.box(-u, -reach, 2 * u, reach), u * 0.4, u * 0.5, u * 0.5, 0.4);
            for (int finger = -2; finger <= 1; finger++) {
                double tip = -reach - u * (finger == -1 || finger == 0 ? 2.6 : 2.2);
                photo.line(skin, u * 0.42, (finger + 0.5) * u * 0.45, -reach - u, (finger + 0.5) * u * 0.5, tip);
            }
            photo.line(skin, u * 0.5, u * 0.6, -reach - u * 0.3, u * 1.35, -reach - u * 1.2);
            photo.fill(Shape.ellipse(0, -reach - u * 0.5, u * 0.95, u * 1.1), skin);
            photo.fill(Shape.polygon(-u * 0.85, -reach, u * 0.85, -reach, u * 1.5, u, -u * 1.5, u), sleeve);
            photo.fill(Shape.box(-u * 0.95, -reach - u * 0.1, u * 1.9, u * 0.6), sleeve.times(0.75));
        });
    }

    private static void person(Sketch photo, Dice dice, double x, double tall) {
        double foot = photo.height * 1.04;
        double u = tall / 8;
        Colour coat = Colour.hsv(dice.between(0, 360), dice.between(0.2, 0.7), dice.between(0.25, 0.8));
        Colour skin = Colour.hsv(dice.around(24, 6), dice.between(0.3, 0.6), dice.between(0.4, 0.9));
        Colour hair = Colour.hsv(dice.between(15, 40), 0.5, dice.between(0.1, 0.5));
        photo.glaze(Shape.box(x - u * 1.4, foot - tall, u * 2.8, tall), Colour.BLACK, 0.25, u * 0.4);
        photo.fill(Shape.box(x - u * 0.85, foot - u * 4, u * 0.78, u * 4), coat.times(0.45));
        photo.fill(Shape.box(x + u * 0.08, foot - u * 4, u * 0.78, u * 4), coat.times(0.4));
        photo.fill(
                Shape.polygon(
                        x - u * 0.8,
                        foot - u * 6.6,
                        x + u * 0.8,
                        foot - u * 6.6,
                        x + u * 1.25,
                        foot - u * 5.9,
                        x + u * 1.05,
                        foot - u * 3.1,
                        x - u * 1.05,
                        foot - u * 3.1,
                        x - u * 1.25,
                        foot - u * 5.9),
                coat);
        photo.fill(Shape.box(x - u * 0.08, foot - u * 6.5, u * 0.16, u * 3.4), coat.times(0.75));
        for (int side = -1; side <= 1; side += 2) {
            photo.line(
                    coat.times(0.8), u * 0.5, x + side * u * 1.1, foot - u * 6.1, x + side * u * 1.3, foot - u * 3.6);
            photo.fill(Shape.circle(x + side * u * 1.3, foot - u * 3.4, u * 0.26), skin);
        }
        photo.fill(Shape.box(x - u * 0.25, foot - u * 6.9, u * 0.5, u * 0.5), skin);
        photo.fill(Shape.ellipse(x, foot - u * 7.3, u * 0.56, u * 0.72), hair);
        photo.fill(Shape.ellipse(x - u * 0.15, foot - u * 7.55, u * 0.3, u * 0.3), hair.times(1.25));
        if (dice.chance(0.5)) {
            Colour bag = Colour.hsv(dice.between(0, 360), 0.6, 0.6);
            photo.fill(Shape.box(x - u * 0.7, foot - u * 6.3, u * 1.4, u * 2.2), bag);
            photo.stroke(Shape.box(x - u * 0.5, foot - u * 5.3, u, u), bag.times(0.6), 2);
        }
    }

    private static void lampPost(Sketch photo, Dice dice, double x) {
        double h = photo.height;
        double thick = photo.width * dice.between(0.025, 0.05);
        Colour iron = Colour.grey(dice.between(25, 90));
        photo.glaze(Shape.box(x - thick, 0, thick * 2.4, h), Colour.BLACK, 0.3, thick * 0.5);
        photo.gradient(Shape.box(x - thick / 2, 0, thick, h), iron.times(1.3), iron);
        photo.fill(Shape.box(x - thick / 2, 0, thick * 0.25, h), Colour.WHITE, 0.25);
        double y = h * dice.between(0.12, 0.4);
        Colour sign = Colour.hsv(dice.between(0, 360), 0.75, 0.75);
        double radius = photo.width * dice.between(0.045, 0.075);
        if (dice.chance(0.5)) {
            photo.fill(Shape.circle(x, y, radius), sign);
            photo.fill(Shape.circle(x, y, radius * 0.72), Colour.WHITE);
            photo.text(
                    Lettering.BLACK, String.valueOf(10 * dice.whole(2, 8)), x, y, radius * 0.5, radius, Colour.BLACK);
        } else {
            photo.fill(Shape.box(x - radius, y - radius * 0.5, radius * 2.6, radius), sign);
            photo.text(Lettering.BOLD, dice.word(), x + radius * 0.3, y, radius * 0.4, radius * 2.2, sign.contrast());
        }
    }

    private static void branch(Sketch photo, Dice dice) {
        double w = photo.width;
        double reach = w * dice.between(0.35, 0.6);
        boolean left = dice.chance(0.5);
        double y = photo.height * dice.between(0, 0.25);
        Colour leaf = Colour.hsv(dice.between(40, 140), 0.6, dice.between(0.3, 0.65));
        for (int twig = 0; twig < 3; twig++) {
            double droop = photo.height * dice.between(0.05, 0.35);
            for (int i = 0; i <= 26; i++) {
                double t = i / 26.0;
                double x = left ? reach * t : w - reach * t;
                double at = y + droop * t * t;
                if (i < 26) {
                    double next = (i + 1) / 26.0;
                    double toX = left ? reach * next : w - reach * next;
                    photo.line(new Colour(70, 52, 38), 5 - 4 * t, x, at, toX, y + droop * next * next);
                }
                double size = w * dice.between(0.015, 0.035);
                photo.at(
                        x,
                        at,
                        dice.between(0, 360),
                        1,
                        () -> photo.fill(
                                Shape.polygon(0, 0, size, -size * 0.45, size * 2.2, 0, size, size * 0.45),
                                leaf.near(dice, 35)));
            }
        }
    }

    private static void umbrella(Sketch photo, Dice dice, double x, double y, double radius) {
        Colour cloth = Colour.hsv(dice.between(0, 360), 0.65, 0.75);
        photo.line(Colour.grey(40), 5, x, y - radius, x, y + radius * 1.6);
        photo.glaze(Shape.sector(x + 8, y + 10, radius * 1.4, radius, 180, 360), Colour.BLACK, 0.35, 8);
        for (int i = 0; i < 6; i++) {
            double from = 180 + 30 * i;
            Shape arc = Shape.sector(x, y, radius * 1.4, radius, from, from + 30);
            double[] xy = Arrays.copyOf(arc.xy, arc.xy.length + 2);
            xy[xy.length - 2] = x;
            xy[xy.length - 1] = y - radius * 0.02;
            photo.fill(Shape.polygon(xy), i % 2 == 0 ? cloth : cloth.mix(Colour.WHITE, 0.7));
        }
    }

    private static void balloons(Sketch photo, Dice dice, double x) {
        double h = photo.height;
        int count = dice.whole(3, 6);
        for (int i = 0; i < count; i++) {
            double bx = x + dice.around(0, photo.width * 0.13);
            double by = h * dice.between(0.25, 0.65);
            double r = h * dice.between(0.045, 0.075);
            Colour rubber = Colour.hsv(dice.between(0, 360), 0.7, 0.85);
            photo.line(Colour.grey(90), 1, bx, by + r, x, h);
            photo.fill(Shape.ellipse(bx, by, r * 0.9, r * 1.1), rubber);
            photo.fill(Shape.ellipse(bx - r * 0.3, by - r * 0.4, r * 0.2, r * 0.32), Colour.WHITE, 0.5);
        }
    }
}
