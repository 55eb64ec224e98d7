package io.patchrank.storage;

import io.jhdf.WritableGroupImpl;
import io.jhdf.api.WritableGroup;
import io.jhdf.object.datatype.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes the rows of a journal as HDF5, in the layout that {@link FeatureShard} documents. Needs memory for a few rows,
 * however large the file.
 */
final class ShardWriter {
    private final Journal journal;
    private final RowLayout layout;
    private final int rows;
    private final ReadBuffers buffers = new ReadBuffers();

    ShardWriter(Journal journal) {
        this.journal = journal;
        this.layout = journal.header().layout();
        this.rows = journal.rows();
    }

    /**
     * Writes and forces a fresh file. The superblock comes last, so that a file cut short is no HDF5 file.
     *
     * @throws io.patchrank.api.error.PatchrankException {@code DATA_CORRUPT}: a row of the journal is damaged
     */
    void write(ChannelOpener opener, Path file) throws IOException {
        Hdf5Output.write(opener, file, root());
    }

    private WritableGroupImpl root() {
        WritableGroupImpl root = new WritableGroupImpl(null, "/");
        root.putAttribute(FeatureShard.FORMAT, layout.formatVersion());
        root.putAttribute(FeatureShard.SEGMENT, journal.id());
        root.putAttribute(FeatureShard.FINGERPRINT, journal.header().fingerprint());
        root.putAttribute(FeatureShard.TOP_K, layout.topK());
        root.putAttribute(FeatureShard.DIMENSION, layout.localDimension());
        int nameBytes = longestName();
        if (layout.keepsDescriptors()) {
            int[] features = {rows, layout.topK(), layout.columns()};
            put(root, FeatureShard.FEATURES, Hdf5Types.of(layout.type()), features, this::putLocals);
            int[] global = {rows, layout.globalDimension()};
            put(root, FeatureShard.GLOBAL, Hdf5Types.of(StoredType.FLOAT32), global, this::putGlobal);
        }
        if (layout.codes().isKept()) {
            putCodes(root, layout.codes());
        }
        put(root, FeatureShard.GRID, Hdf5Types.int32(), new int[] {rows, 2}, this::putGrid);
        StreamedDataset.RowSource names = (row, target) -> putName(row, target, nameBytes);
        put(root, FeatureShard.NAME, Hdf5Types.utf8(nameBytes), new int[] {rows}, names);
        return root;
    }

    private void putCodes(WritableGroupImpl root, CodeLayout codes) {
        root.putAttribute(FeatureShard.GLOBAL_DIMENSION, layout.globalDimension());
        root.putAttribute(FeatureShard.CODE_BITS, codes.bits());
        root.putAttribute(FeatureShard.CODE_PROJECTION, codes.projection());
        int[] shape = {rows, codes.count(), codes.codeBytes()};
        put(root, FeatureShard.CODES, Hdf5Types.uint8(), shape, this::putCodes);
        put(root, FeatureShard.CODE_COUNT, Hdf5Types.uint16(), new int[] {rows}, this::putCodeCount);
    }

    private static void put(
            WritableGroup group, String name, DataType type, int[] dimensions, StreamedDataset.RowSource source) {
        group.putDataset(name, new StreamedDataset(group, name, type, dimensions, source));
    }

    private int longestName() {
        int longest = 1;
        for (int row = 0; row < rows; row++) {
            longest = Math.max(longest, journal.nameLength(row));
        }
        return longest;
    }

    private void putLocals(int row, ByteBuffer target) {
        putPart(row, JournalRecord.localsOffset(layout), layout.localBytes(), target);
    }

    private void putGlobal(int row, ByteBuffer target) {
        putPart(row, JournalRecord.GLOBAL_OFFSET, layout.globalBytes(), target);
    }

    private void putCodes(int row, ByteBuffer target) {
        CodeLayout codes = layout.codes();
        int offset = JournalRecord.codesOffset(layout) + CodeLayout.NUMBER_BYTES;
        putPart(row, offset, codes.rowBytes() - CodeLayout.NUMBER_BYTES, target);
    }

    private void putCodeCount(int row, ByteBuffer target) {
        putPart(row, JournalRecord.codesOffset(layout), CodeLayout.NUMBER_BYTES, target);
    }

    private void putGrid(int row, ByteBuffer target) {
        putPart(row, 0, JournalRecord.GLOBAL_OFFSET, target);
    }

    private void putName(int row, ByteBuffer target, int width) {
        int end = target.position() + width;
        int length = journal.nameLength(row);
        putPart(row, JournalRecord.fixedPayload(layout), length, target);
        while (target.position() < end) {
            target.put((byte) 0);
        }
    }

    /** The journal's bytes are the shard's bytes: nothing is converted. */
    private void putPart(int row, int offset, int length, ByteBuffer target) {
        ByteBuffer record = journal.readIntact(row, buffers);
        target.put(record.slice(JournalRecord.HEAD + offset, length));
    }
}
