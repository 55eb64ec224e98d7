package io.patchrank.evaluation.sample;

import org.bytedeco.opencv.opencv_core.Mat;

/** Procedural materials. Each fills a rectangle; the same dice give the same pixels. */
enum Texture {
    BRICK {
        @Override
        void paint(Raster raster, Palette palette, Dice dice) {
            Colour brick = palette.any(dice).mix(new Colour(158, 84, 62), 0.55);
            Masonry.paint(raster, dice, brick, Colour.grey(dice.between(150, 205)), dice.between(15, 22), 2.4, 1.7);
        }
    },
    STONE {
        @Override
        void paint(Raster raster, Palette palette, Dice dice) {
            Colour stone = palette.light().mix(new Colour(190, 172, 140), 0.6);
            Masonry.paint(raster, dice, stone, stone.times(0.6), dice.between(34, 52), 1.9, 2.2);
        }
    },
    PLASTER {
        @Override
        void paint(Raster raster, Palette palette, Dice dice) {
            Colour base = palette.any(dice).mix(palette.light(), dice.between(0.35, 0.7));
            Colour stain = base.times(0.68).mix(new Colour(120, 110, 90), 0.3);
            float[] stains = Noise.fractal(dice, raster.width, raster.height, 170, 5);
            float[] grain = Noise.fractal(dice, raster.width, raster.height, 3, 2);
            each(raster, (x, y, i) -> {
                double share = Math.clamp((stains[i] - 0.5) * 2.6, 0, 0.8);
                raster.set(x, y, base, stain, share, 0.9 + 0.2 * grain[i]);
            });
        }
    },
    PLANKS {
        @Override
        void paint(Raster raster, Palette palette, Dice dice) {
            Colour wood = new Colour(158, 108, 62).mix(palette.any(dice), dice.between(0, 0.3));
            double board = dice.between(48, 96);
            int boards = (int) (raster.height / board) + 2;
            double[] light = new double[boards];
            double[] shift = new double[boards];
            for (int b = 0; b < boards; b++) {
                light[b] = dice.between(0.72, 1.12);
                shift[b] = dice.between(0, 400);
            }
            float[] warp = Noise.fractal(dice, raster.width, raster.height, 150, 3);
            float[] grain = Noise.fractal(dice, raster.width, raster.height, 6, 2);
            each(raster, (x, y, i) -> {
                int b = (int) (y / board);
                double inside = y - b * board;
                double ring = Math.sin((inside + shift[b] + 90 * warp[i]) * 0.42 + 14 * warp[i]);
                double seam = inside < 2.2 ? 0.45 : 1;
                raster.set(x, y, wood, wood.times(0.62), 0.5 + 0.38 * ring, light[b] * seam * (0.88 + 0.24 * grain[i]));
            });
        }
    },
    MARBLE {
        @Override
        void paint(Raster raster, Palette palette, Dice dice) {
            Colour base = palette.light();
            Colour vein = palette.any(dice).mix(palette.dark(), 0.5);
            double angle = dice.between(0, Math.PI);
            float[] turbulence = Noise.fractal(dice, raster.width, raster.height, 210, 6);
            each(raster, (x, y, i) -> {
                double along = (x * Math.cos(angle) + y * Math.sin(angle)) / 70;
                double wave = Math.abs(Math.sin(along + 11 * turbulence[i]));
                raster.set(x, y, base, vein, Math.pow(1 - wave, 3) * 0.85, 0.9 + 0.2 * turbulence[i]);
            });
        }
    },
    TILES {
        @Override
        void paint(Raster raster, Palette palette, Dice dice) {
            int side = dice.whole(44, 70);
            float[] motif = Noise.fractal(dice, side, side, side / 3.0, 2);
            Colour first = palette.any(dice);
            Colour second = palette.any(dice).mix(palette.dark(), 0.4);
            float[] wear = Noise.fractal(dice, raster.width, raster.height, 120, 5);
            each(raster, (x, y, i) -> {
                int u = Math.min(x % (2 * side), 2 * side - 1 - x % (2 * side));
                int v = Math.min(y % (2 * side), 2 * side - 1 - y % (2 * side));
                float value = (motif[v * side + u] + motif[u * side + v]) / 2;
                Colour colour = value < 0.44 ? first : value < 0.56 ? palette.light() : second;
                boolean joint = x % side < 2 || y % side < 2;
                raster.set(x, y, colour, joint ? 0.62 : 0.84 + 0.3 * wear[i]);
            });
        }
    },
    WEAVE {
        @Override
        void paint(Raster raster, Palette palette, Dice dice) {
            Colour ground = palette.any(dice).mix(palette.light(), 0.3);
            Colour band = palette.any(dice);
            double period = dice.between(40, 90);
            float[] folds = Noise.fractal(dice, raster.width, raster.height, 160, 3);
            each(raster, (x, y, i) -> {
                double across = x % period < period / 2 ? 0.45 : 0;
                double down = y % period < period / 2 ? 0.45 : 0;
                double thread = 0.9 + 0.1 * Math.sin(x * 2.1) * Math.sin(y * 2.1);
                raster.set(x, y, ground, band, across + down, thread * (0.8 + 0.36 * folds[i]));
            });
        }
    },
    PEBBLES {
        @Override
        void paint(Raster raster, Palette palette, Dice dice) {
            Cells cells = Cells.jittered(dice, raster.width, raster.height, dice.between(16, 30), 0.8);
            Colour[] colours = new Colour[cells.count()];
            for (int c = 0; c < colours.length; c++) {
                colours[c] = palette.any(dice).mix(Colour.grey(dice.between(110, 190)), 0.72);
            }
            each(raster, (x, y, i) -> {
                double round = Math.min(1, cells.border[i] / 6);
                raster.set(x, y, colours[cells.nearest[i]], 0.35 + 0.7 * Math.sqrt(round));
            });
        }
    },
    TERRAZZO {
        @Override
        void paint(Raster raster, Palette palette, Dice dice) {
            Cells cells = Cells.jittered(dice, raster.width, raster.height, dice.between(12, 20), 1);
            Colour[] chips = new Colour[cells.count()];
            for (int c = 0; c < chips.length; c++) {
                chips[c] =
                        dice.chance(0.5) ? palette.light() : palette.any(dice).near(dice, 30);
            }
            each(raster, (x, y, i) -> {
                boolean chip = cells.border[i] > 2.2;
                raster.set(x, y, chip ? chips[cells.nearest[i]] : palette.light(), chip ? 1 : 0.93);
            });
        }
    },
    FOLIAGE {
        @Override
        void paint(Raster raster, Palette palette, Dice dice) {
            Colour leaf = Colour.hsv(dice.between(75, 140), dice.between(0.4, 0.7), dice.between(0.45, 0.7));
            Colour deep = leaf.times(0.28);
            Cells cells = Cells.jittered(dice, raster.width, raster.height, 9, 1);
            float[] clumps = Noise.fractal(dice, raster.width, raster.height, 60, 4);
            each(raster, (x, y, i) -> {
                double dapple = (cells.nearest[i] * 2654435761L & 0xff) / 255.0;
                double share = Math.clamp(1.5 - 2 * clumps[i] + 0.5 * (dapple - 0.5), 0, 1);
                raster.set(x, y, leaf, deep, share, 0.75 + 0.5 * dapple);
            });
        }
    };

    /** Fills the whole raster. */
    abstract void paint(Raster raster, Palette palette, Dice dice);

    /** The texture as 8-bit BGR; the caller closes it. */
    Mat render(int width, int height, Palette palette, Dice dice) {
        Raster raster = new Raster(width, height);
        paint(raster, palette, dice);
        return raster.toMat();
    }

    private static void each(Raster raster, PixelAction action) {
        for (int y = 0; y < raster.height; y++) {
            for (int x = 0; x < raster.width; x++) {
                action.at(x, y, y * raster.width + x);
            }
        }
    }

    private interface PixelAction {
        void at(int x, int y, int index);
    }
}
