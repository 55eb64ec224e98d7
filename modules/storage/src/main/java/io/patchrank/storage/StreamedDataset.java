package io.patchrank.storage;

import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import io.jhdf.WritableDatasetImpl;
import io.jhdf.api.Group;
import io.jhdf.exceptions.HdfWritingException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.AttributeInfoMessage;
import io.jhdf.object.message.AttributeMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.Message;
import io.jhdf.storage.HdfFileChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A contiguous HDF5 dataset whose rows are fetched while it is written, so that its size is not bound by the heap
 * (jhdf alone writes only arrays that are in memory, and no float16).
 *
 * <p>Rests on classes that jhdf makes public but does not promise: its version is pinned, and a test has h5py read what
 * is written here.
 */
public final class StreamedDataset extends WritableDatasetImpl {
    /** Alignment for datasets that are read by position: rows begin on a page. */
    public static final long PAGE = 4_096;
    /** Alignment for files of thousands of small datasets, which pages would mostly fill with nothing. */
    public static final long CLOSE = Long.BYTES;

    private static final int BLOCK = 1 << 20;

    private final DataType type;
    private final int[] dimensions;
    private final RowSource rows;
    private final long alignment;

    /** Where the rows come from, asked in order. */
    @FunctionalInterface
    public interface RowSource {
        /** Puts exactly one row at the buffer's position. */
        void put(int row, ByteBuffer target);
    }

    /** @param dimensions the first counts the rows */
    public StreamedDataset(Group parent, String name, DataType type, int[] dimensions, RowSource rows) {
        this(parent, name, type, dimensions, rows, PAGE);
    }

    /** @param alignment {@link #PAGE} or {@link #CLOSE} */
    public StreamedDataset(Group parent, String name, DataType type, int[] dimensions, RowSource rows, long alignment) {
        super(new float[1], name, parent);
        this.type = type;
        this.dimensions = dimensions.clone();
        this.rows = rows;
        this.alignment = alignment;
    }

    @Override
    public int[] getDimensions() {
        return dimensions.clone();
    }

    @Override
    public DataType getDataType() {
        return type;
    }

    /**
     * Writes object header and rows.
     *
     * @return the position behind the last row, where jhdf goes on
     */
    @Override
    public long write(HdfFileChannel channel, long position) {
        // The header's size does not depend on the address in it, so it is first built without.
        ByteBuffer draft = header(channel, position, ContiguousDataLayoutMessage.create(0, 0));
        long size = Math.multiplyExact((long) dimensions[0], rowBytes());
        long data = roundUp(position + draft.remaining());
        try {
            writeRows(channel, data);
            ByteBuffer header = header(channel, position, ContiguousDataLayoutMessage.create(data, size));
            Journal.writeFully(channel.getFileChannel(), header, position);
        } catch (IOException e) {
            throw new HdfWritingException("cannot write dataset " + getName(), e);
        }
        return data + size;
    }

    private ByteBuffer header(HdfFileChannel channel, long position, ContiguousDataLayoutMessage layout) {
        List<Message> messages = new ArrayList<>(List.of(
                DataTypeMessage.create(type),
                DataSpaceMessage.create(space(channel.getSuperblock())),
                FillValueMessage.NO_FILL,
                layout));
        return new ObjectHeader.ObjectHeaderV2(position, withAttributes(messages)).toBuffer();
    }

    private List<Message> withAttributes(List<Message> messages) {
        if (!getAttributes().isEmpty()) {
            messages.add(AttributeInfoMessage.create());
            getAttributes().forEach((name, attribute) -> messages.add(AttributeMessage.create(name, attribute)));
        }
        return messages;
    }

    /** A simple dataspace message, version 2, of fixed size. */
    private DataSpace space(Superblock superblock) {
        return DataSpace.readDataSpace(Hdf5Types.space(dimensions), superblock);
    }

    private void writeRows(HdfFileChannel channel, long start) throws IOException {
        int rowBytes = rowBytes();
        int rowsPerBlock = Math.max(1, BLOCK / rowBytes);
        ByteBuffer block = ByteBuffer.allocate(rowsPerBlock * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
        long at = start;
        for (int row = 0; row < dimensions[0]; row++) {
            rows.put(row, block);
            if (block.remaining() < rowBytes || row == dimensions[0] - 1) {
                int written = block.flip().remaining();
                Journal.writeFully(channel.getFileChannel(), block, at);
                at += written;
                block.clear();
            }
        }
    }

    private int rowBytes() {
        int bytes = type.getSize();
        for (int i = 1; i < dimensions.length; i++) {
            bytes = Math.multiplyExact(bytes, dimensions[i]);
        }
        return bytes;
    }

    private long roundUp(long position) {
        return (position + alignment - 1) / alignment * alignment;
    }
}
