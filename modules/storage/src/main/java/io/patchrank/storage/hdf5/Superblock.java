package io.patchrank.storage.hdf5;

import java.nio.ByteBuffer;

/**
 * What the superblock says, versions 0 to 3 (specification II.A).
 *
 * @param endOfFile least size of a file that is whole
 * @param root address of the root group's object header
 */
record Superblock(int offsetSize, int lengthSize, long endOfFile, long root) {
    private static final int SIGNATURE = 8;
    private static final int NEWEST = 3;

    static Superblock parse(ByteBuffer start) {
        Fields fields = new Fields(start, Long.BYTES, Long.BYTES);
        int version = fields.skip(SIGNATURE).u8();
        if (version > NEWEST) {
            throw new IllegalArgumentException("version " + version + ", known are 0 to " + NEWEST);
        }
        return version >= 2 ? compact(fields, start) : old(fields, start, version);
    }

    private static Superblock old(Fields sizes, ByteBuffer start, int version) {
        int offsetSize = sizes.skip(4).u8();
        int lengthSize = sizes.u8();
        Fields fields = new Fields(start, offsetSize, lengthSize);
        // Reserved, group node sizes and flags; version 1 adds the size of chunk nodes.
        fields.skip(version == 0 ? 9 : 13);
        fields.address();
        fields.address();
        long endOfFile = fields.address();
        fields.address();
        fields.address();
        return new Superblock(offsetSize, lengthSize, endOfFile, fields.address());
    }

    private static Superblock compact(Fields sizes, ByteBuffer start) {
        int offsetSize = sizes.u8();
        int lengthSize = sizes.u8();
        Fields fields = new Fields(start, offsetSize, lengthSize).skip(1);
        fields.address();
        fields.address();
        long endOfFile = fields.address();
        return new Superblock(offsetSize, lengthSize, endOfFile, fields.address());
    }
}
