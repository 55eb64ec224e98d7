package io.patchrank.evaluation.sample;

/** Small objects that scenes, unrelated pictures and foregrounds share. Origin: the middle of the foot. */
final class Things {
    private Things() {}

    static void bird(Sketch sketch, Colour colour, double x, double y, double size) {
        sketch.line(
                colour,
                3,
                x - size,
                y - size * 0.4,
                x - size * 0.4,
                y - size * 0.5,
                x,
                y,
                x + size * 0.4,
                y - size * 0.5,
                x + size,
                y - size * 0.4);
    }

    static void boat(Sketch sketch, Dice dice, Colour hull, double x, double y, double size) {
        sketch.glaze(Shape.ellipse(x, y + size * 0.25, size, size * 0.14), Colour.BLACK, 0.35, 4);
        sketch.fill(
                Shape.polygon(x - size, y, x + size, y, x + size * 0.7, y + size * 0.3, x - size * 0.7, y + size * 0.3),
                hull);
        sketch.line(Colour.grey(70), 3, x, y, x, y - size * 1.6);
        sketch.fill(
                Shape.polygon(x + 3, y - size * 1.6, x + 3, y - 4, x + size * 0.8, y - 4), Colour.WHITE.near(dice, 20));
        sketch.fill(
                Shape.polygon(x - 3, y - size * 1.4, x - 3, y - 4, x - size * 0.6, y - 4), hull.mix(Colour.WHITE, 0.5));
    }

    static void house(Sketch sketch, Dice dice, Palette palette, double x, double y, double size) {
        Colour wall = palette.light().near(dice, 15);
        Colour roof = palette.any(dice).mix(new Colour(160, 70, 50), 0.5);
        double w = size * dice.between(0.8, 1.3);
        double h = size * 0.6;
        sketch.fill(Shape.box(x - w / 2, y - h, w, h), wall);
        sketch.fill(Shape.box(x + w * 0.2, y - h, w * 0.3, h), wall.times(0.85));
        sketch.fill(Shape.polygon(x - w * 0.6, y - h, x, y - h * 1.8, x + w * 0.6, y - h), roof);
        sketch.fill(Shape.box(x - w * 0.08, y - h * 0.6, w * 0.16, h * 0.6), roof.times(0.6));
        for (int side = -1; side <= 1; side += 2) {
            sketch.fill(Shape.box(x + side * w * 0.3 - w * 0.07, y - h * 0.7, w * 0.14, h * 0.28), palette.dark());
        }
    }

    static void conifer(Sketch sketch, Dice dice, double x, double y, double size) {
        Colour green = Colour.hsv(dice.around(140, 25), 0.55, dice.between(0.22, 0.45));
        sketch.fill(Shape.box(x - size * 0.04, y - size * 0.15, size * 0.08, size * 0.15), new Colour(84, 60, 40));
        for (int tier = 0; tier < 4; tier++) {
            double half = size * (0.3 - 0.06 * tier);
            double foot = y - size * (0.12 + 0.2 * tier);
            sketch.fill(
                    Shape.polygon(x - half, foot, x + half, foot, x, foot - size * 0.34),
                    green.times(0.85 + 0.12 * tier));
        }
    }

    static void tree(Sketch sketch, Dice dice, double x, double y, double size) {
        Colour crown = Colour.hsv(dice.between(35, 130), dice.between(0.45, 0.7), dice.between(0.35, 0.65));
        sketch.line(new Colour(88, 62, 42), size * 0.07, x, y, x + size * 0.03, y - size * 0.5);
        for (int i = 0; i < 9; i++) {
            double radius = size * dice.between(0.1, 0.19);
            sketch.fill(
                    Shape.circle(x + dice.around(0, size * 0.2), y - size * dice.between(0.5, 0.9), radius),
                    crown.near(dice, 26));
        }
    }

    /** A cup or plate with contents, seen from above. */
    static void cup(Sketch sketch, Dice dice, Palette palette, double radius) {
        Colour china = dice.chance(0.5) ? Colour.WHITE : palette.any(dice);
        sketch.shadow(Shape.circle(0, 0, radius * 1.5), 6, 8, 7, 0.45);
        sketch.fill(Shape.circle(0, 0, radius * 1.5), china.times(0.9));
        sketch.stroke(Shape.circle(0, 0, radius * 1.3), palette.any(dice), 3);
        sketch.fill(Shape.box(radius * 0.8, -radius * 0.16, radius * 0.7, radius * 0.32), china.times(0.8));
        sketch.fill(Shape.circle(0, 0, radius), china);
        sketch.fill(Shape.circle(0, 0, radius * 0.84), new Colour(70, 44, 28).mix(palette.any(dice), 0.25));
        sketch.fill(Shape.ellipse(-radius * 0.25, -radius * 0.3, radius * 0.3, radius * 0.18), Colour.WHITE, 0.3);
    }

    /** A bottle, jar or vase standing on its foot. */
    static void vessel(Sketch sketch, Dice dice, Palette palette, double x, double y, double w, double h) {
        Colour glass = palette.any(dice).near(dice, 30);
        double neck = dice.between(0.15, 0.45);
        double shoulder = dice.between(0.2, 0.45);
        Shape body = Shape.polygon(
                x - w / 2,
                y,
                x - w / 2,
                y - h * (1 - shoulder),
                x - w * neck / 2,
                y - h * (1 - shoulder * 0.55),
                x - w * neck / 2,
                y - h,
                x + w * neck / 2,
                y - h,
                x + w * neck / 2,
                y - h * (1 - shoulder * 0.55),
                x + w / 2,
                y - h * (1 - shoulder),
                x + w / 2,
                y);
        sketch.shadow(body, 4, 3, 4, 0.35);
        sketch.fill(body, glass);
        sketch.fill(Shape.box(x - w * 0.42, y - h * 0.55, w * 0.84, h * 0.36), palette.light());
        sketch.fill(Shape.circle(x, y - h * 0.37, w * 0.22), palette.any(dice));
        sketch.fill(Shape.box(x - w * 0.4, y - h * (1 - shoulder) + 4, w * 0.1, h * 0.5), Colour.WHITE, 0.4);
        sketch.fill(Shape.box(x - w * neck * 0.62, y - h, w * neck * 1.24, h * 0.06), glass.times(0.5));
    }

    /** A pot plant on its foot. */
    static void plant(Sketch sketch, Dice dice, double x, double y, double size) {
        Colour pot = Colour.hsv(dice.between(5, 40), 0.6, 0.7);
        Colour leaf = Colour.hsv(dice.between(80, 150), 0.6, dice.between(0.35, 0.6));
        for (int i = 0; i < 13; i++) {
            double angle = Math.toRadians(dice.between(200, 340));
            double length = size * dice.between(0.5, 0.85);
            double tipX = x + length * 0.7 * Math.cos(angle);
            double tipY = y - size * 0.35 + length * Math.sin(angle);
            double thick = size * 0.06;
            sketch.fill(
                    Shape.polygon(
                            x - thick / 2,
                            y - size * 0.35,
                            (x + tipX) / 2 - thick,
                            (y - size * 0.35 + tipY) / 2,
                            tipX,
                            tipY,
                            (x + tipX) / 2 + thick,
                            (y - size * 0.35 + tipY) / 2),
                    leaf.near(dice, 25));
        }
        sketch.fill(
                Shape.polygon(
                        x - size * 0.22,
                        y - size * 0.4,
                        x + size * 0.22,
                        y - size * 0.4,
                        x + size * 0.15,
                        y,
                        x - size * 0.15,
                        y),
                pot);
        sketch.fill(Shape.box(x - size * 0.25, y - size * 0.42, size * 0.5, size * 0.09), pot.times(0.8));
    }

    static void fruit(Sketch sketch, Dice dice, Colour colour, double x, double y, double radius) {
        sketch.fill(Shape.circle(x, y, radius), colour.near(dice, 18).times(0.8));
        sketch.fill(Shape.circle(x - radius * 0.12, y - radius * 0.12, radius * 0.8), colour.near(dice, 14));
        sketch.fill(Shape.circle(x - radius * 0.35, y - radius * 0.35, radius * 0.22), Colour.WHITE, 0.55);
        sketch.line(new Colour(70, 60, 30), 2, x, y - radius, x + 2, y - radius * 1.3);
    }
}
