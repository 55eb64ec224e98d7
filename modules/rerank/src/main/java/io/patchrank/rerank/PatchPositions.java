package io.patchrank.rerank;

import java.util.Arrays;

/**
 * Where the rows of an image lie, in patches, so that distances compare between pictures of different shape.
 *
 * @param x from left to right, up to a constant, [n]
 * @param y from top to bottom, up to a constant, [n]
 */
record PatchPositions(float[] x, float[] y) {
    static PatchPositions of(Rows rows) {
        return new PatchPositions(
                inPatches(rows, rows.locals().x()),
                inPatches(rows, rows.locals().y()));
    }

    double distance(int i, int j) {
        return Math.hypot(x[i] - x[j], y[i] - y[j]);
    }

    private static float[] inPatches(Rows rows, float[] centres) {
        float[] positions = Arrays.copyOf(centres, rows.count());
        float pitch = pitch(rows, positions);
        for (int i = 0; i < positions.length; i++) {
            positions[i] /= pitch;
        }
        return positions;
    }

    /**
     * Width of a patch as a share of the picture: the smallest step between two columns (or rows) of patches. Only the
     * first row's scale is looked at, since patches of several scales lie on different grids.
     */
    private static float pitch(Rows rows, float[] centres) {
        float[] scale = rows.locals().scale();
        float[] sorted = new float[centres.length];
        int n = 0;
        for (int i = 0; i < centres.length; i++) {
            if (scale[i] == scale[0]) {
                sorted[n++] = centres[i];
            }
        }
        Arrays.sort(sorted, 0, n);
        float pitch = 1;
        for (int i = 1; i < n; i++) {
            float step = sorted[i] - sorted[i - 1];
            if (step > 0 && step < pitch) {
                pitch = step;
            }
        }
        return pitch;
    }
}
