package io.patchrank.storage.hdf5;

import java.util.Arrays;

/**
 * Reads the chunk indexes that are arrays: single chunk, implicit, fixed array and extensible array (specification
 * III.A.3 to III.A.5, VII.A to VII.D). A chunk's place in the array is its row-major number, counted in the largest
 * shape; where the first dimension is not the one that grows, that one is moved to the front.
 */
final class ChunkArrays {
    private static final int CHECKSUM = 4;
    private static final int SIGNATURE_VERSION_CLIENT = 6;

    private final FileBytes file;
    private final ChunkTable table;
    private final int[] order;
    /** Elements that follow each other in the array but lie outside the dataset's present shape are skipped. */
    private final long[] alongMax;

    private boolean filtered;
    private int elementSize;

    ChunkArrays(FileBytes file, ChunkTable table, boolean growing) {
        this.file = file;
        this.table = table;
        ChunkShape shape = table.shape();
        this.order = order(shape, growing);
        this.alongMax = new long[shape.rank()];
        for (int d = 0; d < alongMax.length; d++) {
            alongMax[d] = shape.alongMax(order[d]);
        }
    }

    /** Dimensions, slowest first. */
    private static int[] order(ChunkShape shape, boolean growing) {
        int front = 0;
        for (int d = 0; growing && d < shape.rank(); d++) {
            if (shape.extent().max()[d] == Extent.UNLIMITED) {
                front = d;
            }
        }
        int[] order = new int[shape.rank()];
        order[0] = front;
        int at = 1;
        for (int d = 0; d < order.length; d++) {
            if (d != front) {
                order[at++] = d;
            }
        }
        return order;
    }

    /** Chunks of an implicit index stand one after the other, unfiltered. */
    void readImplicit(long address) {
        int size = table.shape().chunkBytes();
        long count = 1;
        for (long n : alongMax) {
            count *= n;
        }
        for (long i = 0; i < count; i++) {
            table.put(scaled(i), address + i * size, size, 0);
        }
    }

    void readFixed(long address) {
        int sizes = file.superblock().offsetSize() + file.superblock().lengthSize();
        Fields header = file.signed("FAHD", address, SIGNATURE_VERSION_CLIENT + 2 + sizes);
        readClient(header);
        int pageBits = header.u8();
        long count = header.length();
        long block = header.address();
        if (block == Fields.UNDEFINED) {
            return;
        }
        int prefix = SIGNATURE_VERSION_CLIENT + file.superblock().offsetSize();
        file.signed("FADB", block, prefix);
        long page = 1L << pageBits;
        if (count <= page) {
            readElements(block + prefix, 0, count);
            return;
        }
        int pages = Math.toIntExact((count + page - 1) / page);
        byte[] written = file.bytes(block + prefix, (pages + 7) / 8);
        readPages(block + prefix + written.length + CHECKSUM, 0, count, page, written, 0);
    }

    /** Pages of elements, each with a checksum behind it; bit {@code firstBit + i} says whether page i was written. */
    private void readPages(long address, long first, long count, long page, byte[] written, int firstBit) {
        long at = address;
        int number = firstBit;
        for (long done = 0; done < count; done += page, number++) {
            long elements = Math.min(page, count - done);
            if ((written[number / 8] & 0x80 >> number % 8) != 0) {
                readElements(at, first + done, elements);
            }
            at += elements * elementSize + CHECKSUM;
        }
    }

    void readExtensible(long address) {
        int sizes = 6 * file.superblock().lengthSize() + file.superblock().offsetSize();
        Fields header = file.signed("EAHD", address, 12 + sizes);
        readClient(header);
        ExtensibleArrayShape shape = ExtensibleArrayShape.parse(header);
        for (int i = 0; i < 6; i++) {
            header.length();
        }
        long block = header.address();
        if (block != Fields.UNDEFINED) {
            readIndexBlock(block, shape);
        }
    }

    private void readIndexBlock(long address, ExtensibleArrayShape shape) {
        int offset = file.superblock().offsetSize();
        int prefix = SIGNATURE_VERSION_CLIENT + offset;
        file.signed("EAIB", address, prefix);
        readElements(address + prefix, 0, shape.inIndexBlock());
        int direct = shape.directSuperBlocks();
        int blocks = shape.dataBlocksBefore(direct);
        int pointers = blocks + shape.superBlocks() - direct;
        long at = address + prefix + (long) shape.inIndexBlock() * elementSize;
        Fields addresses = file.fields(at, pointers * offset);
        for (int s = 0; s < direct; s++) {
            for (int b = 0; b < shape.dataBlocks(s); b++) {
                readDataBlock(addresses.address(), shape, s, b, new byte[0]);
            }
        }
        for (int s = direct; s < shape.superBlocks(); s++) {
            long superBlock = addresses.address();
            if (superBlock != Fields.UNDEFINED) {
                readSuperBlock(superBlock, shape, s);
            }
        }
    }

    private void readSuperBlock(long address, ExtensibleArrayShape shape, int s) {
        int offset = file.superblock().offsetSize();
        int prefix = SIGNATURE_VERSION_CLIENT + offset + shape.offsetBytes();
        file.signed("EASB", address, prefix);
        int bitmap = shape.pageBitmapBytes(s);
        byte[] written = file.bytes(address + prefix, bitmap * shape.dataBlocks(s));
        Fields addresses = file.fields(address + prefix + written.length, shape.dataBlocks(s) * offset);
        for (int b = 0; b < shape.dataBlocks(s); b++) {
            byte[] pages = Arrays.copyOfRange(written, b * bitmap, (b + 1) * bitmap);
            readDataBlock(addresses.address(), shape, s, b, pages);
        }
    }

    private void readDataBlock(long address, ExtensibleArrayShape shape, int s, int b, byte[] pages) {
        if (address == Fields.UNDEFINED) {
            return;
        }
        int prefix = SIGNATURE_VERSION_CLIENT + file.superblock().offsetSize() + shape.offsetBytes();
        file.signed("EADB", address, prefix);
        long elements = shape.dataBlockElements(s);
        long first = shape.inIndexBlock() + shape.elementsBefore(s) + b * elements;
        if (pages.length == 0) {
            readElements(address + prefix, first, elements);
        } else {
            readPages(address + prefix + CHECKSUM, first, elements, shape.pageElements(), pages, 0);
        }
    }

    /** Fields after the signature: version, client, element size. */
    private void readClient(Fields header) {
        header.skip(1);
        filtered = header.u8() == 1;
        elementSize = header.u8();
    }

    private void readElements(long address, long first, long count) {
        Fields fields = file.fields(address, Math.toIntExact(count * elementSize));
        int sizeBytes = elementSize - file.superblock().offsetSize() - Integer.BYTES;
        for (long i = first; i < first + count; i++) {
            long chunk = fields.address();
            long size = filtered ? fields.number(sizeBytes) : table.shape().chunkBytes();
            int skipped = filtered ? (int) fields.u32() : 0;
            table.put(scaled(i), chunk, size, skipped);
        }
    }

    private long[] scaled(long number) {
        long[] scaled = new long[order.length];
        long rest = number;
        for (int d = order.length - 1; d > 0; d--) {
            scaled[order[d]] = rest % alongMax[d];
            rest /= alongMax[d];
        }
        scaled[order[0]] = rest;
        return scaled;
    }
}
