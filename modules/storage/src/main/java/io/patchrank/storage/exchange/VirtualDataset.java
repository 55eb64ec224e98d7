package io.patchrank.storage.exchange;

import io.jhdf.WritableDatasetImpl;
import io.jhdf.api.Group;
import io.jhdf.checksum.JenkinsLookup3HashLittle;
import io.jhdf.exceptions.HdfWritingException;
import io.jhdf.storage.HdfFileChannel;
import io.patchrank.storage.Hdf5Types;
import io.patchrank.storage.StoredType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A dataset [N, k, columns] whose rows stand in other files, one part after the other (HDF5 File Format Specification
 * 3.0: object header IV.A.1.b, virtual layout IV.A.2.i, global heap III.E, selections VIII).
 */
final class VirtualDataset extends WritableDatasetImpl {
    private static final int DATASPACE = 0x01;
    private static final int DATATYPE = 0x03;
    private static final int FILL_VALUE = 0x05;
    private static final int LAYOUT = 0x08;
    /** Version 3: allocated late, written if set, and not set, which means zero. */
    private static final byte[] DEFAULT_FILL = {3, 0x0A};

    private static final int LEAST_HEAP = 4_096;
    private static final int ALL = 3;
    private static final int HYPERSLAB = 2;

    private final StoredType type;
    private final int[] shape;
    private final String dataset;
    private final List<Part> parts;

    /** @param file name of the source, absolute or relative to the folder of the virtual file */
    record Part(String file, int rows) {}

    VirtualDataset(Group parent, String name, StoredType type, int[] shape, List<Part> parts) {
        super(new float[1], name, parent);
        this.type = type;
        this.shape = shape.clone();
        this.dataset = name;
        this.parts = List.copyOf(parts);
    }

    @Override
    public long write(HdfFileChannel channel, long position) {
        byte[] header = header(0);
        long heapAt = (position + header.length + 7) / 8 * 8;
        byte[] heap = heap(mappings());
        write(channel, header(heapAt), position);
        write(channel, heap, heapAt);
        return heapAt + heap.length;
    }

    private static void write(HdfFileChannel channel, byte[] bytes, long position) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        long at = position;
        try {
            while (source.hasRemaining()) {
                at += channel.getFileChannel().write(source, at);
            }
        } catch (IOException e) {
            throw new HdfWritingException("cannot write a virtual dataset", e);
        }
    }

    private byte[] header(long heapAddress) {
        ByteBuffer layout = little(14)
                .put((byte) 4)
                .put((byte) 3)
                .putLong(heapAddress)
                .putInt(1)
                .flip();
        Bytes messages = new Bytes();
        message(messages, DATASPACE, Hdf5Types.space(shape));
        message(messages, DATATYPE, Hdf5Types.message(type));
        message(messages, FILL_VALUE, ByteBuffer.wrap(DEFAULT_FILL));
        message(messages, LAYOUT, layout);
        Bytes header = new Bytes();
        header.text("OHDR").put(2).put(2).int32(messages.size()).bytes(messages.toByteArray());
        return header.int32(JenkinsLookup3HashLittle.hash(header.toByteArray())).toByteArray();
    }

    private static void message(Bytes target, int type, ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        target.put(type).put(bytes.length).put(bytes.length >> 8).put(0).bytes(bytes);
    }

    private byte[] mappings() {
        Bytes block = new Bytes();
        block.put(0).int64(parts.size());
        int row = 0;
        for (Part part : parts) {
            block.text(part.file()).put(0).text(dataset).put(0);
            block.int32(ALL).int32(1).int32(0).int32(0);
            // One block of rows, in the oldest form: all first coordinates, then all last ones.
            block.int32(HYPERSLAB).int32(1).int32(0).int32(8 + 24).int32(3).int32(1);
            block.int32(row).int32(0).int32(0);
            row += part.rows();
            block.int32(row - 1).int32(shape[1] - 1).int32(shape[2] - 1);
        }
        return block.int32(JenkinsLookup3HashLittle.hash(block.toByteArray())).toByteArray();
    }

    /** A collection with one object, and the free space behind it. */
    private static byte[] heap(byte[] object) {
        int padded = (object.length + 7) / 8 * 8;
        int size = Math.max(LEAST_HEAP, 16 + 16 + padded + 16);
        ByteBuffer heap = little(size);
        heap.put("GCOL".getBytes(StandardCharsets.US_ASCII)).putInt(1).putLong(size);
        heap.putShort((short) 1).putShort((short) 0).putInt(0).putLong(object.length);
        heap.put(object).position(16 + 16 + padded);
        int free = heap.remaining();
        heap.putShort((short) 0).putShort((short) 0).putInt(0).putLong(free);
        return heap.array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Little-endian fields, one after the other. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes put(int value) {
            out.write(value);
            return this;
        }

        Bytes int32(int value) {
            return bytes(little(Integer.BYTES).putInt(value).array());
        }

        Bytes int64(long value) {
            return bytes(little(Long.BYTES).putLong(value).array());
        }

        Bytes text(String value) {
            return bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        Bytes bytes(byte[] value) {
            out.writeBytes(value);
            return this;
        }

        int size() {
            return out.size();
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }
    }
}
