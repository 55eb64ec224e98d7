package io.patchrank.rerank;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the rows of an image lie, in patches, so that distances compare between pictures of different shape.
 *
 * @param x from left to right, up to a constant, [n]
 * @param y from top to bottom, up to a constant, [n]
 * @param pitchX width of a patch as a share of the picture's
 * @param pitchY height of a patch as a share of the picture's
 */
record PatchPositions(float[] x, float[] y, double pitchX, double pitchY) {
    static PatchPositions of(Rows rows) {
        double pitchX = pitch(rows, rows.locals().x());
        double pitchY = pitch(rows, rows.locals().y());
        return new PatchPositions(
                inPatches(rows, rows.locals().x(), pitchX),
                inPatches(rows, rows.locals().y(), pitchY),
                pitchX,
                pitchY);
    }

    /** Centre of row i as a share of the picture's width. */
    float shareX(int i) {
        return (float) (x[i] * pitchX);
    }

    /** Centre of row i as a share of the picture's height. */
    float shareY(int i) {
        return (float) (y[i] * pitchY);
    }

    private static float[] inPatches(Rows rows, float[] centres, double pitch) {
        float[] positions = Arrays.copyOf(centres, rows.count());
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (float) (positions[i] / pitch);
        }
        return positions;
    }

    /**
     * Width of a patch as a share of the picture: the smallest step between two columns (or rows) of patches, averaged
     * over all steps like it because storage rounds positions to half precision. Only patches of the first row's scale
     * are looked at, since those of other scales lie on other grids.
     */
    private static double pitch(Rows rows, float[] centres) {
        float[] scale = rows.locals().scale();
        double[] lines = IntStream.range(0, rows.count())
                .filter(i -> scale[i] == scale[0])
                .mapToDouble(i -> centres[i])
                .sorted()
                .distinct()
                .toArray();
        double[] steps = IntStream.range(1, lines.length)
                .mapToDouble(i -> lines[i] - lines[i - 1])
                .toArray();
        double least = Arrays.stream(steps).min().orElse(1);
        return Arrays.stream(steps).filter(step -> step < 1.5 * least).average().orElse(1);
    }
}
