package io.patchrank.evaluation.sample;

/** Windows and doors; each call decides shutters, curtains, panes, flowers and railings anew. */
final class WindowMaker {
    private final Sketch sketch;
    private final Palette palette;
    private final Dice dice;
    private final Colour frame;
    private final Colour shutter;
    private final int bars;

    WindowMaker(Sketch sketch, Palette palette, Dice dice) {
        this.sketch = sketch;
        this.palette = palette;
        this.dice = dice;
        frame = dice.chance(0.6) ? Colour.WHITE : palette.dark();
        shutter = palette.any(dice);
        bars = dice.whole(1, 3);
    }

    void window(double x, double y, double w, double h, boolean arched) {
        Shape surround = arched ? Shape.arch(x - 7, y - 7, w + 14, h + 14) : Shape.box(x - 7, y - 7, w + 14, h + 14);
        sketch.shadow(surround, 3, 4, 4, 0.4);
        sketch.fill(surround, palette.light().near(dice, 12));
        Shape opening = arched ? Shape.arch(x, y, w, h) : Shape.box(x, y, w, h);
        glass(opening, x, y, w, h);
        double top = arched ? y + w / 2 : y;
        sketch.stroke(opening, frame, 4);
        sketch.line(frame, 4, x + w / 2, y, x + w / 2, y + h);
        for (int i = 1; i <= bars; i++) {
            double bar = top + (y + h - top) * i / (bars + 1);
            sketch.line(frame, 3, x, bar, x + w, bar);
        }
        sketch.fill(Shape.box(x - 11, y + h + 3, w + 22, 8), palette.light().times(0.85));
        extras(x, y, top, w, h);
    }

    private void glass(Shape opening, double x, double y, double w, double h) {
        Colour sky = Colour.hsv(dice.around(210, 25), dice.between(0.2, 0.5), dice.between(0.2, 0.6));
        Colour lit = new Colour(250, 210, 130);
        boolean evening = dice.chance(0.2);
        sketch.gradient(opening, evening ? lit : sky, evening ? lit.times(0.8) : sky.times(0.5));
        if (dice.chance(0.5)) {
            Colour curtain = palette.any(dice).mix(Colour.WHITE, 0.4);
            double drawn = w * dice.between(0.12, 0.4);
            sketch.fill(
                    Shape.polygon(x, y + h * 0.2, x + drawn, y + h * 0.2, x + drawn * 0.6, y + h, x, y + h), curtain);
            sketch.fill(
                    Shape.polygon(
                            x + w, y + h * 0.2, x + w - drawn, y + h * 0.2, x + w - drawn * 0.6, y + h, x + w, y + h),
                    curtain.times(0.9));
        }
        sketch.fill(
                Shape.polygon(
                        x + w * 0.1, y + h, x + w * 0.5, y + h * 0.25, x + w * 0.7, y + h * 0.25, x + w * 0.3, y + h),
                Colour.WHITE,
                0.13);
    }

    private void extras(double x, double y, double top, double w, double h) {
        int kind = dice.whole(0, 5);
        if (kind <= 1) {
            double open = kind == 0 ? w * 0.42 : w * 0.2;
            slats(x - open - 8, top, open, y + h - top);
            slats(x + w + 8, top, open, y + h - top);
        } else if (kind == 2) {
            slats(x + 2, top, w - 4, (y + h - top) * dice.between(0.3, 1));
        } else if (kind == 3) {
            flowers(x - 8, y + h - 8, w + 16);
        } else if (kind == 4) {
            balcony(x - 16, y + h * 0.55, w + 32, h * 0.45 + 8);
        } else if (dice.chance(0.5)) {
            sketch.fill(
                    Shape.polygon(x - 14, y - 10, x + w / 2, y - 34, x + w + 14, y - 10),
                    palette.light().times(0.9));
            sketch.stroke(
                    Shape.polygon(x - 14, y - 10, x + w / 2, y - 34, x + w + 14, y - 10),
                    palette.light().times(0.6),
                    2);
        }
    }

    private void slats(double x, double y, double w, double h) {
        sketch.shadow(Shape.box(x, y, w, h), 2, 3, 3, 0.4);
        sketch.fill(Shape.box(x, y, w, h), shutter);
        for (double s = y + 4; s < y + h - 3; s += 6) {
            sketch.line(shutter.times(0.62), 2, x + 3, s, x + w - 3, s);
        }
        sketch.stroke(Shape.box(x, y, w, h), shutter.times(0.75), 2);
    }

    void flowers(double x, double y, double w) {
        sketch.fill(Shape.box(x, y, w, 16), new Colour(130, 80, 52).near(dice, 20));
        Colour petal = palette.any(dice).mix(Colour.WHITE, 0.15);
        for (double p = x; p < x + w; p += 5) {
            sketch.fill(
                    Shape.circle(p, y - dice.between(-2, 10), dice.between(4, 8)),
                    Colour.hsv(dice.around(110, 20), 0.6, dice.between(0.3, 0.6)));
        }
        for (double p = x; p < x + w; p += 8) {
            sketch.fill(
                    Shape.circle(p + dice.around(0, 3), y - dice.between(0, 14), dice.between(3, 6)),
                    petal.near(dice, 30));
        }
    }

    private void balcony(double x, double y, double w, double h) {
        Colour iron = palette.dark();
        sketch.fill(Shape.box(x - 4, y + h - 7, w + 8, 9), palette.light().times(0.75));
        for (double p = x; p <= x + w + 0.5; p += w / 9) {
            sketch.line(iron, 2, p, y, p, y + h - 6);
            if (bars > 1) {
                sketch.stroke(Shape.circle(p, y + h * 0.45, w / 22), iron, 2);
            }
        }
        sketch.line(iron, 4, x, y, x + w, y);
    }

    void door(double x, double y, double w, double h) {
        Colour leaf = palette.any(dice).times(0.8);
        boolean arched = dice.chance(0.5);
        Shape surround =
                arched ? Shape.arch(x - 10, y - 10, w + 20, h + 10) : Shape.box(x - 10, y - 10, w + 20, h + 10);
        sketch.shadow(surround, 4, 5, 5, 0.5);
        sketch.fill(surround, palette.light().times(0.94));
        sketch.fill(arched ? Shape.arch(x, y, w, h) : Shape.box(x, y, w, h), leaf);
        int rows = dice.whole(2, 4);
        for (int c = 0; c < 2; c++) {
            for (int r = 0; r < rows; r++) {
                double top = y + w * 0.45 + (h - w * 0.5) * r / rows;
                Shape panel = Shape.box(x + w * (0.08 + 0.46 * c), top, w * 0.38, (h - w * 0.5) / rows - 8);
                sketch.gradient(panel, leaf.times(r == 0 ? 0.4 : 0.72), leaf.times(0.95));
                sketch.stroke(panel, leaf.times(0.55), 2);
            }
        }
        sketch.fill(Shape.circle(x + w * 0.53, y + h * 0.6, 5), new Colour(230, 190, 80));
        sketch.text(
                Lettering.BOLD, String.valueOf(dice.whole(1, 99)), x + w / 2, y + w * 0.22, 16, w * 0.4, Colour.WHITE);
    }
}
