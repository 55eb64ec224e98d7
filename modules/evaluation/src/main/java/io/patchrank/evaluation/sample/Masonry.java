package io.patchrank.evaluation.sample;

/** Courses of bricks or ashlar with irregular joints. */
final class Masonry {
    private Masonry() {}

    /**
     * @param course height of a course in pixels
     * @param ratio mean length of a stone over its height
     * @param joint width of the mortar in pixels
     */
    static void paint(
            Raster raster, Dice dice, Colour stone, Colour mortar, double course, double ratio, double joint) {
        float[] warp = Noise.fractal(dice, raster.width, raster.height, 24, 2);
        float[] grain = Noise.fractal(dice, raster.width, raster.height, 5, 3);
        float[] weather = Noise.fractal(dice, raster.width, raster.height, 220, 4);
        double length = course * ratio;
        int columns = (int) (raster.width / length) + 4;
        int rows = (int) (raster.height / course) + 3;
        Colour[] colours = new Colour[columns * rows];
        double[] offsets = new double[columns * rows];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = stone.near(dice, 30);
            offsets[i] = dice.around(0, 0.22 * length);
        }
        for (int y = 0; y < raster.height; y++) {
            for (int x = 0; x < raster.width; x++) {
                int i = y * raster.width + x;
                double v = y + 3 * warp[i];
                int row = (int) (v / course);
                double u = x + 3 * warp[i] + (row % 2) * length / 2 + length;
                int column = (int) (u / length);
                int cell = row * columns + column;
                double left = u - (column * length + offsets[cell] * 0.5);
                if (left < 0) {
                    cell--;
                    left += length;
                }
                boolean mortared = left < joint || v - row * course < joint;
                raster.set(x, y, mortared ? mortar : colours[cell], (0.8 + 0.4 * grain[i]) * (0.78 + 0.4 * weather[i]));
            }
        }
    }
}
