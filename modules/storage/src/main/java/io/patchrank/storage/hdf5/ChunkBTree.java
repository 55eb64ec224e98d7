package io.patchrank.storage.hdf5;

/** Reads the chunk index of HDF5 1.8 and before, a B-tree of version 1 (specification III.A.1). */
final class ChunkBTree {
    private final FileBytes file;
    private final ChunkTable table;

    private ChunkBTree(FileBytes file, ChunkTable table) {
        this.file = file;
        this.table = table;
    }

    static void read(FileBytes file, long root, ChunkTable table) {
        if (root != Fields.UNDEFINED) {
            new ChunkBTree(file, table).node(root, Integer.MAX_VALUE);
        }
    }

    private void node(long address, int parentLevel) {
        int offset = file.superblock().offsetSize();
        int rank = table.shape().rank();
        Fields head = file.signed("TREE", address, 8).skip(1);
        int level = head.u8();
        int entries = head.u16();
        if (level >= parentLevel) {
            throw file.damaged("the chunk index at byte " + address + " leads back to itself");
        }
        // A key counts the bytes of an element as one more dimension.
        int key = 8 + (rank + 1) * Long.BYTES;
        Fields fields = file.fields(address + 8 + 2 * offset, entries * (key + offset));
        for (int i = 0; i < entries; i++) {
            long size = fields.u32();
            int skipped = (int) fields.u32();
            long[] scaled = new long[rank];
            for (int d = 0; d < rank; d++) {
                scaled[d] = fields.u64() / table.shape().sides()[d];
            }
            fields.skip(Long.BYTES);
            long child = fields.address();
            if (level == 0) {
                table.put(scaled, child, size, skipped);
            } else {
                node(child, level);
            }
        }
    }
}
