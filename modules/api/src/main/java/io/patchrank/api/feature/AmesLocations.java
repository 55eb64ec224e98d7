package io.patchrank.api.feature;

import io.patchrank.api.picture.CropBox;

/**
 * Where AMES says that a patch lies, which is not where {@link LocalDescriptors} says. In the rows of AMES' files
 * ({@code extract/extract_dino.py} and {@code extract/extract_cvnet.py} of pavelsuma/ames)
 *
 * <ul>
 *   <li>the first column, called x, runs <em>down</em> the picture and the second, y, to the right: both extractors list
 *       the patches with the row's position first;
 *   <li>DINOv2 rows hold shares of the picture's sides, 0..1, as here; CVNet rows hold pixels of the original picture.
 * </ul>
 *
 * AMES' networks do not look at the positions. So descriptors of a gallery become AMES' rows by writing
 * {@link LocalDescriptors#y()} into the first column and {@link LocalDescriptors#x()} into the second, and AMES' rows
 * become local descriptors by reading them so. Every table here is in AMES' order: row-major over the patches, two
 * columns, the one that runs down first.
 */
public final class AmesLocations {
    private static final int COLUMNS = 2;
    private static final float CVNET_STRIDE = 16;
    /** From the centre of a receptive field of 291 pixels to its outermost pixel. */
    private static final float CVNET_REACH = 145;

    private AmesLocations() {}

    /** The columns of DINOv2 rows, [n, 2]: patch centres as shares of height and width. */
    public static float[] dino(LocalDescriptors locals) {
        float[] table = new float[COLUMNS * locals.count()];
        for (int i = 0; i < locals.count(); i++) {
            table[COLUMNS * i] = locals.y()[i];
            table[COLUMNS * i + 1] = locals.x()[i];
        }
        return table;
    }

    /**
     * The same descriptors with x and y exchanged: ours as AMES' files hold them, or theirs as we do. Nothing is copied.
     */
    public static LocalDescriptors exchanged(LocalDescriptors locals) {
        return new LocalDescriptors(
                locals.dimension(),
                locals.y(),
                locals.x(),
                locals.scale(),
                locals.weight(),
                locals.padding(),
                locals.values());
    }

    /** The columns of all patches of a picture as DINOv2 rows hold them, [patches, 2]. */
    public static float[] dino(PatchGrid grid) {
        float[] table = new float[COLUMNS * grid.patches()];
        for (int patch = 0; patch < grid.patches(); patch++) {
            table[COLUMNS * patch] = grid.centreY(patch);
            table[COLUMNS * patch + 1] = grid.centreX(patch);
        }
        return table;
    }

    /**
     * The columns of all cells of a CVNet feature map (stride 16) as its rows hold them, [cells, 2], in pixels of the
     * original: cell (row, column) lies at (16 row / fx, 16 column / fy).
     *
     * @param fx horizontal factor by which the original was resized; AMES divides the column that runs down by it.
     *     CVNet pictures are resized alike in both directions, so it makes no difference
     * @param fy vertical factor
     */
    public static float[] cvnet(PatchGrid grid, double fx, double fy) {
        float[] table = new float[COLUMNS * grid.patches()];
        for (int cell = 0; cell < grid.patches(); cell++) {
            table[COLUMNS * cell] = (float) (CVNET_STRIDE * grid.row(cell) / fx);
            table[COLUMNS * cell + 1] = (float) (CVNET_STRIDE * grid.column(cell) / fy);
        }
        return table;
    }

    /**
     * Receptive fields of all cells of a CVNet feature map, in pixels of the resized picture, [cells, 4]: from the first
     * two columns to the last two, 291 pixels a side, those that overhang the picture not cut.
     */
    public static float[] cvnetReceptiveFields(PatchGrid grid) {
        float[] table = new float[2 * COLUMNS * grid.patches()];
        for (int cell = 0; cell < grid.patches(); cell++) {
            float down = CVNET_STRIDE * grid.row(cell);
            float right = CVNET_STRIDE * grid.column(cell);
            table[4 * cell] = down - CVNET_REACH;
            table[4 * cell + 1] = right - CVNET_REACH;
            table[4 * cell + 2] = down + CVNET_REACH;
            table[4 * cell + 3] = right + CVNET_REACH;
        }
        return table;
    }

    /**
     * Columns of a query that was cut out by a box, as AMES stores them: shares of the whole picture ({@code
     * fix_query_pos}). It multiplies the first column, which runs down, by the box's <em>width</em>, and divides it by
     * the first size of the image list's line: exact for what AMES computes, a true position only for a square box and
     * picture.
     *
     * @param columns [n, 2], shares of the box
     * @param firstSize next to last field of the query's line in AMES' image list, in pixels
     * @param secondSize last field of that line, in pixels
     */
    public static float[] inWholePicture(float[] columns, CropBox box, int firstSize, int secondSize) {
        float[] table = new float[columns.length];
        for (int i = 0; i < columns.length; i += COLUMNS) {
            table[i] = (float) ((columns[i] * box.width() + box.x()) / firstSize);
            table[i + 1] = (float) ((columns[i + 1] * box.height() + box.y()) / secondSize);
        }
        return table;
    }
}
