package io.patchrank.storage.hdf5;

/** Elements that are kept in memory whole: those of the object header itself, or none but the fill value. */
final class CompactData implements RawData {
    private final Box all;
    private final byte[] elements;
    private final int elementBytes;

    CompactData(long[] shape, byte[] elements, int elementBytes) {
        int[] count = new int[shape.length];
        for (int d = 0; d < shape.length; d++) {
            count[d] = Math.toIntExact(shape[d]);
        }
        this.all = new Box(new long[shape.length], count);
        this.elements = elements;
        this.elementBytes = elementBytes;
    }

    /** A dataset of which nothing was ever written. */
    static RawData unwritten(FillValue fill) {
        return (box, target) -> fill.fill(target);
    }

    @Override
    public void read(Box box, byte[] target) {
        Box.copy(box, all, elements, box, target, elementBytes);
    }
}
