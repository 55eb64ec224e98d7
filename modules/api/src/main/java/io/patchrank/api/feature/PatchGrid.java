package io.patchrank.api.feature;

/** Rows and columns of patches that a picture was cut into. Patches are counted along the rows, from the top left. */
public record PatchGrid(int height, int width) {
    public PatchGrid {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a patch grid has at least one row and one column");
        }
    }

    public int patches() {
        return height * width;
    }

    public int row(int patch) {
        return patch / width;
    }

    public int column(int patch) {
        return patch % width;
    }

    /** Centre of a patch, 0..1 of the picture's width. */
    public float centreX(int patch) {
        return (column(patch) + 0.5f) / width;
    }

    /** Centre of a patch, 0..1 of the picture's height. */
    public float centreY(int patch) {
        return (row(patch) + 0.5f) / height;
    }
}
