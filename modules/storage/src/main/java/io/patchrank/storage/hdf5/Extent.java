package io.patchrank.storage.hdf5;

/**
 * Shape of a dataset (dataspace message, specification IV.A.2.b).
 *
 * @param max largest shape that the dataset may grow to; {@link #UNLIMITED} where there is no limit
 */
record Extent(long[] shape, long[] max) {
    static final long UNLIMITED = -1;

    static Extent parse(Fields fields) {
        int version = fields.u8();
        int rank = fields.u8();
        boolean limited = (fields.u8() & 1) != 0;
        fields.skip(version == 1 ? 5 : 1);
        long[] shape = new long[rank];
        for (int d = 0; d < rank; d++) {
            shape[d] = fields.length();
        }
        long[] max = shape.clone();
        for (int d = 0; limited && d < rank; d++) {
            max[d] = fields.length();
        }
        return new Extent(shape, max);
    }

    int rank() {
        return shape.length;
    }
}
