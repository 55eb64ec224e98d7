package io.patchrank.api.feature;

/**
 * All patches of one picture at one scale, chosen or not: what a network attends to, and what it sees where.
 *
 * <p>Immutable by convention: the arrays are not copied, callers must not write to them.
 *
 * @param grid the patches, along the rows from the top left
 * @param weights what patches are chosen by (CLS attention, norm or detector), [N]
 * @param descriptors as {@link LocalDescriptors#values()} has those that were chosen, row-major [N, D]
 */
public record DensePatches(PatchGrid grid, float[] weights, float[] descriptors) {
    public DensePatches {
        int patches = grid.patches();
        if (weights.length != patches || descriptors.length == 0 || descriptors.length % patches != 0) {
            throw new IllegalArgumentException("a grid of " + patches + " patches has as many weights, not "
                    + weights.length + ", and a descriptor each, not " + descriptors.length + " numbers");
        }
    }

    /** D, length of one descriptor. */
    public int dimension() {
        return descriptors.length / grid.patches();
    }
}
