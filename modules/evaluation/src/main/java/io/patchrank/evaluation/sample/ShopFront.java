package io.patchrank.evaluation.sample;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** A shop seen from the street: name board, striped awning, goods on shelves behind glass, door, crates outside. */
final class ShopFront implements Motif {
    @Override
    public void draw(Sketch sketch, Style style, Dice dice) {
        double w = sketch.width;
        double h = sketch.height;
        Palette palette = style.palette();
        try (Mat wall = style.wall(sketch.width, sketch.height)) {
            sketch.fill(Shape.box(0, 0, w, h), wall);
        }
        WindowMaker windows = new WindowMaker(sketch, palette, dice);
        for (int i = 0; i < 4; i++) {
            windows.window(w * (0.08 + 0.24 * i), h * 0.02, w * 0.12, h * 0.13, false);
        }
        Colour wood = palette.any(dice).times(0.7);
        double left = w * dice.between(0.04, 0.1);
        double right = w * dice.between(0.9, 0.97);
        sketch.shadow(Shape.box(left, h * 0.2, right - left, h * 0.78), 6, 6, 8, 0.4);
        sketch.fill(Shape.box(left, h * 0.2, right - left, h * 0.8), wood);
        boolean doorFirst = dice.chance(0.5);
        double doorWidth = w * dice.between(0.16, 0.21);
        double doorX = doorFirst ? left + 14 : right - doorWidth - 14;
        double paneX = doorFirst ? doorX + doorWidth + 18 : left + 14;
        double paneWidth = right - left - doorWidth - 50;
        display(sketch, palette, dice, paneX, h * 0.4, paneWidth, h * 0.42);
        windows.door(doorX + 8, h * 0.42, doorWidth - 16, h * 0.55);
        board(sketch, palette, dice, left, h * 0.2, right - left, h * 0.12);
        awning(sketch, palette, dice, left - 8, h * 0.32, right - left + 16, h * dice.between(0.1, 0.14));
        for (int side = 0; side < 2; side++) {
            lamp(sketch, palette, side == 0 ? left + 20 : right - 20, h * 0.22);
        }
        try (Mat ground = style.ground(sketch.width, sketch.height)) {
            sketch.fill(Shape.box(0, h * 0.955, w, h * 0.05), ground);
        }
        crates(sketch, palette, dice, paneX, h * 0.97, paneWidth, h * 0.13);
        sketch.modulate(Noise.fractal(dice, sketch.width, sketch.height, w * 0.5, 5), 0.26);
    }

    private static void board(Sketch sketch, Palette palette, Dice dice, double x, double y, double w, double h) {
        Colour board = dice.chance(0.5) ? palette.dark() : palette.any(dice);
        sketch.gradient(Shape.box(x, y, w, h), board.times(1.15), board.times(0.8));
        sketch.stroke(Shape.box(x + 5, y + 5, w - 10, h - 10), new Colour(214, 174, 92), 3);
        Lettering lettering = dice.pick(List.of(Lettering.TITLE, Lettering.BLACK, Lettering.SCRIPT, Lettering.BOLD));
        String name = dice.word() + (dice.chance(0.5) ? " & " : " ") + dice.word();
        Colour gilt = board.contrast().mix(palette.any(dice), 0.15);
        sketch.text(lettering, name, x + w / 2, y + h * 0.42, h * 0.42, w * 0.8, gilt);
        sketch.text(Lettering.BOOK, dice.word() + " - " + dice.word(), x + w / 2, y + h * 0.8, h * 0.14, w * 0.4, gilt);
        int emblem = dice.whole(4, 9);
        for (int side = 0; side < 2; side++) {
            double cx = x + w * (side == 0 ? 0.06 : 0.94);
            sketch.fill(Shape.star(cx, y + h / 2, h * 0.3, emblem, 0.5, -90), gilt);
        }
    }

    private static void awning(Sketch sketch, Palette palette, Dice dice, double x, double y, double w, double h) {
        Colour stripe = palette.any(dice);
        Colour plain = palette.light();
        int stripes = dice.whole(9, 17);
        double step = w / stripes;
        sketch.glaze(Shape.box(x, y + 10, w, h + 26), Colour.BLACK, 0.55, 10);
        for (int i = 0; i < stripes; i++) {
            Colour colour = i % 2 == 0 ? stripe : plain;
            double left = x + i * step;
            Shape panel = Shape.box(left, y, step + 0.5, h);
            sketch.gradient(panel, colour.times(1.05), colour.times(0.78));
            sketch.fill(Shape.sector(left + step / 2, y + h, step / 2, step * 0.42, 0, 180), colour.times(0.72));
        }
        sketch.line(palette.dark(), 3, x, y, x + w, y);
    }

    private static void display(Sketch sketch, Palette palette, Dice dice, double x, double y, double w, double h) {
        sketch.gradient(Shape.box(x, y, w, h), new Colour(70, 58, 46), new Colour(140, 112, 80));
        int shelves = dice.whole(2, 3);
        for (int s = 0; s < shelves; s++) {
            double foot = y + h * (s + 1) / shelves - 10;
            double room = h / shelves;
            goods(sketch, palette, dice, x + 10, foot, w - 20, room);
            sketch.fill(Shape.box(x, foot, w, 9), new Colour(176, 140, 96).near(dice, 10));
        }
        sketch.fill(
                Shape.polygon(x + w * 0.1, y + h, x + w * 0.35, y, x + w * 0.5, y, x + w * 0.25, y + h),
                Colour.WHITE,
                0.12);
        sketch.fill(
                Shape.polygon(x + w * 0.6, y + h, x + w * 0.85, y, x + w * 0.9, y, x + w * 0.65, y + h),
                Colour.WHITE,
                0.1);
        sketch.stroke(Shape.box(x, y, w, h), palette.dark(), 7);
        if (dice.chance(0.6)) {
            double middle = x + w * dice.between(0.35, 0.65);
            sketch.line(palette.dark(), 6, middle, y, middle, y + h);
        }
        if (dice.chance(0.5)) {
            double cx = x + w * dice.between(0.2, 0.8);
            Colour ticket = palette.any(dice);
            sketch.fill(Shape.star(cx, y + h * 0.3, h * 0.14, 12, 0.82, 0), ticket);
            sketch.text(
                    Lettering.BLACK,
                    "-" + dice.whole(10, 60) + "%",
                    cx,
                    y + h * 0.3,
                    h * 0.07,
                    h * 0.2,
                    ticket.contrast());
        }
    }

    private static void goods(Sketch sketch, Palette palette, Dice dice, double x, double foot, double w, double room) {
        int kind = dice.whole(0, 3);
        double at = x;
        while (at < x + w - room * 0.3) {
            double size = room * dice.between(0.24, 0.42);
            switch (kind) {
                case 0 ->
                    Things.vessel(
                            sketch, dice, palette, at + size / 2, foot, size * 0.8, room * dice.between(0.5, 0.84));
                case 1 -> {
                    Colour fruit = Colour.hsv(dice.between(0, 110), 0.75, 0.85);
                    for (int i = 0; i < 6; i++) {
                        double fx = at + size * (0.15 + 0.35 * (i % 3));
                        Things.fruit(
                                sketch,
                                dice,
                                fruit,
                                fx,
                                foot - size * 0.2 - size * 0.28 * Math.floorDiv(i, 3),
                                size * 0.2);
                    }
                }
                case 2 -> {
                    Colour box = palette.any(dice).near(dice, 40);
                    double height = room * dice.between(0.3, 0.8);
                    sketch.fill(Shape.box(at, foot - height, size, height), box);
                    sketch.fill(Shape.box(at + size * 0.4, foot - height, size * 0.2, height), palette.light());
                    sketch.text(
                            Lettering.BOLD,
                            dice.word(),
                            at + size / 2,
                            foot - height / 2,
                            size * 0.2,
                            size * 0.9,
                            box.contrast());
                }
                default -> {
                    if (dice.chance(0.3)) {
                        Things.plant(sketch, dice, at + size / 2, foot, room * dice.between(0.6, 0.85));
                    } else {
                        Things.vessel(sketch, dice, palette, at + size / 2, foot, size, room * dice.between(0.3, 0.55));
                    }
                }
            }
            at += size * dice.between(1.05, 1.4);
            kind = dice.chance(0.12) ? dice.whole(0, 3) : kind;
        }
    }

    private static void crates(Sketch sketch, Palette palette, Dice dice, double x, double foot, double w, double h) {
        int count = dice.whole(2, 4);
        double step = w / count;
        for (int i = 0; i < count; i++) {
            double left = x + i * step + dice.between(0, step * 0.15);
            double width = step * 0.8;
            sketch.shadow(Shape.box(left, foot - h, width, h), 6, 6, 7, 0.5);
            Colour fruit = dice.chance(0.5) ? palette.any(dice) : Colour.hsv(dice.between(0, 120), 0.75, 0.85);
            for (double fx = left + 10; fx < left + width - 6; fx += 17) {
                Things.fruit(sketch, dice, fruit, fx, foot - h - dice.between(-6, 8), 12);
            }
            Colour slat = new Colour(186, 146, 96).near(dice, 14);
            for (int s = 0; s < 3; s++) {
                sketch.fill(Shape.box(left, foot - h + s * h * 0.35, width, h * 0.27), slat.near(dice, 10));
            }
            sketch.fill(Shape.box(left + width * 0.3, foot - h * 0.9, width * 0.4, h * 0.45), Colour.WHITE);
            sketch.text(
                    Lettering.BOLD,
                    dice.whole(1, 9) + "." + dice.whole(10, 99),
                    left + width / 2,
                    foot - h * 0.68,
                    h * 0.24,
                    width * 0.35,
                    palette.dark());
        }
    }

    private static void lamp(Sketch sketch, Palette palette, double x, double y) {
        sketch.line(palette.dark(), 4, x, y - 22, x, y + 6);
        sketch.fill(Shape.polygon(x - 13, y + 22, x + 13, y + 22, x + 7, y, x - 7, y), palette.dark());
        sketch.glaze(Shape.circle(x, y + 26, 16), new Colour(255, 226, 150), 0.8, 6);
    }
}
