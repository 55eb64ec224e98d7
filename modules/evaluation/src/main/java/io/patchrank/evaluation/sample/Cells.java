package io.patchrank.evaluation.sample;

/** A Voronoi diagram of a jittered grid: for each pixel the nearest seed, and how far the border to the next cell is. */
final class Cells {
    /** For each pixel the index of the nearest seed. */
    final int[] nearest;

    /** For each pixel half the difference of the distances to the two nearest seeds. */
    final float[] border;

    final float[] seedX;
    final float[] seedY;

    private Cells(int[] nearest, float[] border, float[] seedX, float[] seedY) {
        this.nearest = nearest;
        this.border = border;
        this.seedX = seedX;
        this.seedY = seedY;
    }

    int count() {
        return seedX.length;
    }

    static Cells jittered(Dice dice, int width, int height, double step, double jitter) {
        int columns = (int) Math.ceil(width / step) + 2;
        int rows = (int) Math.ceil(height / step) + 2;
        float[] xs = new float[columns * rows];
        float[] ys = new float[columns * rows];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = (float) ((i % columns - 0.5 + dice.around(0, jitter / 2)) * step);
            ys[i] = (float) ((Math.floorDiv(i, columns) - 0.5 + dice.around(0, jitter / 2)) * step);
        }
        int[] nearest = new int[width * height];
        float[] border = new float[width * height];
        for (int y = 0; y < height; y++) {
            int row = (int) Math.round(y / step + 0.5);
            for (int x = 0; x < width; x++) {
                int column = (int) Math.round(x / step + 0.5);
                float first = Float.MAX_VALUE;
                float second = Float.MAX_VALUE;
                int index = 0;
                for (int r = Math.max(0, row - 2); r <= Math.min(rows - 1, row + 2); r++) {
                    for (int c = Math.max(0, column - 2); c <= Math.min(columns - 1, column + 2); c++) {
                        int i = r * columns + c;
                        float dx = xs[i] - x;
                        float dy = ys[i] - y;
                        float distance = dx * dx + dy * dy;
                        if (distance < first) {
                            second = first;
                            first = distance;
                            index = i;
                        } else if (distance < second) {
                            second = distance;
                        }
                    }
                }
                nearest[y * width + x] = index;
                border[y * width + x] = (float) (Math.sqrt(second) - Math.sqrt(first)) / 2;
            }
        }
        return new Cells(nearest, border, xs, ys);
    }
}
