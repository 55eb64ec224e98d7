package io.patchrank.storage.hdf5;

/** Reads the chunk index of datasets with several unlimited dimensions, a B-tree of version 2 (specification III.A.2). */
final class ChunkBTree2 {
    private static final int PREFIX = 6;
    private static final int CHECKSUM = 4;
    private static final int FILTERED = 11;

    private final FileBytes file;
    private final ChunkTable table;
    private final boolean filtered;
    private final int nodeSize;
    private final int recordSize;

    private ChunkBTree2(FileBytes file, ChunkTable table, boolean filtered, int nodeSize, int recordSize) {
        this.file = file;
        this.table = table;
        this.filtered = filtered;
        this.nodeSize = nodeSize;
        this.recordSize = recordSize;
    }

    static void read(FileBytes file, long address, ChunkTable table) {
        int sizes = file.superblock().offsetSize() + file.superblock().lengthSize();
        Fields header = file.signed("BTHD", address, 18 + sizes).skip(1);
        boolean filtered = header.u8() == FILTERED;
        int nodeSize = header.count32();
        int recordSize = header.u16();
        int depth = header.u16();
        header.skip(2);
        long root = header.address();
        int records = header.u16();
        if (root != Fields.UNDEFINED) {
            new ChunkBTree2(file, table, filtered, nodeSize, recordSize).node(root, records, depth);
        }
    }

    private void node(long address, int records, int depth) {
        Fields fields =
                file.signed(depth == 0 ? "BTLF" : "BTIN", address, nodeSize).skip(PREFIX - 4);
        for (int i = 0; i < records; i++) {
            record(fields.part(recordSize));
        }
        for (int i = 0; depth > 0 && i <= records; i++) {
            long child = fields.address();
            int childRecords = (int) fields.number(bytesFor(mostRecords(0)));
            fields.skip(depth > 1 ? bytesFor(mostBelow(depth - 1)) : 0);
            node(child, childRecords, depth - 1);
        }
    }

    private void record(Fields fields) {
        int rank = table.shape().rank();
        long address = fields.address();
        long size = table.shape().chunkBytes();
        int skipped = 0;
        if (filtered) {
            int sizeBytes = recordSize - file.superblock().offsetSize() - Integer.BYTES - rank * Long.BYTES;
            size = fields.number(sizeBytes);
            skipped = (int) fields.u32();
        }
        long[] scaled = new long[rank];
        for (int d = 0; d < rank; d++) {
            scaled[d] = fields.u64();
        }
        table.put(scaled, address, size, skipped);
    }

    /** Records that fit a node at this height above the leaves. */
    private long mostRecords(int height) {
        int room = nodeSize - PREFIX - CHECKSUM;
        if (height == 0) {
            return room / recordSize;
        }
        int pointer = file.superblock().offsetSize()
                + bytesFor(mostRecords(0))
                + (height > 1 ? bytesFor(mostBelow(height - 1)) : 0);
        return (room - pointer) / (recordSize + pointer);
    }

    /** Records that a whole tree of this height can hold. */
    private long mostBelow(int height) {
        long most = mostRecords(height);
        return height == 0 ? most : (most + 1) * mostBelow(height - 1) + most;
    }

    private static int bytesFor(long largest) {
        return (Long.SIZE - 1 - Long.numberOfLeadingZeros(largest)) / Byte.SIZE + 1;
    }
}
