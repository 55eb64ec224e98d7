package io.patchrank.storage.hdf5;

import java.nio.ByteBuffer;

/** Elements that stand in the file row-major, in one piece: one read for all that is contiguous in the box. */
final class ContiguousData implements RawData {
    private final FileBytes file;
    private final long address;
    private final long[] shape;
    private final int elementBytes;

    ContiguousData(FileBytes file, long address, long[] shape, int elementBytes) {
        this.file = file;
        this.address = address;
        this.shape = shape.clone();
        this.elementBytes = elementBytes;
    }

    @Override
    public void read(Box box, byte[] target) {
        // Trailing dimensions that are taken whole join into one run with the dimension before them.
        int split = box.rank();
        int run = elementBytes;
        while (split > 0) {
            split--;
            run = Math.multiplyExact(run, box.count()[split]);
            if (box.count()[split] != shape[split]) {
                break;
            }
        }
        read(box, 0, split, 0, run, ByteBuffer.wrap(target));
    }

    private void read(Box box, int d, int split, long row, int run, ByteBuffer target) {
        if (d < split) {
            for (int i = 0; i < box.count()[d]; i++) {
                read(box, d + 1, split, row * shape[d] + box.start()[d] + i, run, target);
            }
            return;
        }
        long element = row;
        for (int i = split; i < box.rank(); i++) {
            element = element * shape[i] + box.start()[i];
        }
        target.limit(target.position() + run);
        file.read(target, address + element * elementBytes);
        target.position(target.limit());
    }
}
