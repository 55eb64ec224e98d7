package io.patchrank.storage.hdf5;

import java.nio.file.Path;

/** One dataset of an open file. Thread-safe; blocks on disk. */
public final class Hdf5Dataset {
    private final Path file;
    private final String name;
    private final long[] shape;
    private final ElementType type;
    private final RawData data;

    Hdf5Dataset(Path file, String name, long[] shape, ElementType type, RawData data) {
        this.file = file;
        this.name = name;
        this.shape = shape.clone();
        this.type = type;
        this.data = data;
    }

    public Path file() {
        return file;
    }

    public String name() {
        return name;
    }

    public long[] shape() {
        return shape.clone();
    }

    public ElementType type() {
        return type;
    }

    /** Whether rows stand in this file uncompressed and in one piece. */
    public boolean isContiguous() {
        return data instanceof ContiguousData;
    }

    /** Whether the elements stand in other files. */
    public boolean isVirtual() {
        return data instanceof VirtualData;
    }

    /**
     * The elements of a rectangle, row-major, encoded as {@link #type()} says.
     *
     * @param start first element along each dimension
     * @param count elements along each dimension
     * @throws IndexOutOfBoundsException when the rectangle is not within the shape
     * @throws io.patchrank.api.error.PatchrankException {@code DATA_CORRUPT}, {@code IO_FAILED}
     */
    public byte[] read(long[] start, int[] count) {
        return read(new Box(start.clone(), count.clone()));
    }

    byte[] read(Box box) {
        if (box.start().length != shape.length || box.count().length != shape.length) {
            throw new IndexOutOfBoundsException("a rectangle of another rank");
        }
        for (int d = 0; d < shape.length; d++) {
            if (box.start()[d] < 0 || box.count()[d] < 0 || box.start()[d] + box.count()[d] > shape[d]) {
                throw new IndexOutOfBoundsException("a rectangle beyond the edge");
            }
        }
        byte[] target = new byte[Math.multiplyExact(box.elements(), type.bytes())];
        if (!box.isEmpty()) {
            data.read(box, target);
        }
        return target;
    }
}
