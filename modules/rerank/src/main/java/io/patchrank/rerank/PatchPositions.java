package io.patchrank.rerank;

import java.util.Arrays;

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
        PatchSpacing spacing = PatchSpacing.of(rows.locals(), rows.count());
        return new PatchPositions(
                inPatches(rows, rows.locals().x(), spacing.x()),
                inPatches(rows, rows.locals().y(), spacing.y()),
                spacing.x(),
                spacing.y());
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
}
