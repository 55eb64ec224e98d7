package io.patchrank.api.feature;

/** Rows and columns of patches that a picture was cut into. */
public record PatchGrid(int height, int width) {
    public PatchGrid {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a patch grid has at least one row and one column");
        }
    }

    public int patches() {
        return height * width;
    }
}
