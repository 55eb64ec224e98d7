package io.patchrank.pickle;

import io.patchrank.api.error.PatchrankException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A torch tensor or numpy array as it is stored. What comes from a torch file aliases a mapping of that file, which
 * lasts as long as anything refers to it; the numbers are read when they are asked for.
 */
public final class StoredTensor {
    /** More dimensions than torch and numpy take. */
    private static final int MOST_DIMENSIONS = 64;
    /** A tensor may repeat its storage (stride 0), but a few bytes must not stand for gigabytes. */
    private static final long MOST_REPEATED = 1 << 20;

    private final Origin origin;
    private final Storage storage;
    private final long offset;
    private final long[] shape;
    private final long[] strides;
    private final long elements;

    private StoredTensor(Origin origin, Storage storage, long offset, long[] shape, long[] strides, long elements) {
        this.origin = origin;
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
        this.elements = elements;
    }

    /**
     * @param offset of the first element, in elements
     * @param strides in elements
     * @throws PatchrankException when it reaches beyond its storage
     */
    static StoredTensor of(Origin origin, Storage storage, long offset, long[] shape, long[] strides) {
        String claim = "a tensor of shape " + text(shape) + ", strides " + text(strides) + " and offset " + offset;
        if (shape.length != strides.length || shape.length > MOST_DIMENSIONS) {
            throw origin.invalid(claim + " has not one stride a dimension, or too many dimensions");
        }
        long elements = 1;
        long last = offset;
        try {
            for (int i = 0; i < shape.length; i++) {
                if (shape[i] < 0 || strides[i] < 0) {
                    throw origin.invalid(claim + " has a negative size or stride");
                }
                elements = Math.multiplyExact(elements, shape[i]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
            }
        } catch (ArithmeticException e) {
            throw origin.invalid(claim + " is impossibly large", e);
        }
        if (offset < 0 || (elements > 0 && last >= storage.elements())) {
            throw origin.invalid(claim + " reaches beyond its storage of " + storage.elements() + " elements");
        }
        if (elements > Math.max(storage.elements(), MOST_REPEATED)) {
            throw origin.invalid(claim + " repeats its storage of " + storage.elements() + " elements too often");
        }
        return new StoredTensor(origin, storage, offset, shape.clone(), strides.clone(), elements);
    }

    static StoredTensor rowMajor(Origin origin, Storage storage, long... shape) {
        return of(origin, storage, 0, shape, rowMajor(shape));
    }

    static long[] rowMajor(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            // Wraps only where the shape is refused for its size.
            stride *= Math.max(1, shape[i]);
        }
        return strides;
    }

    public ElementType type() {
        return storage.type();
    }

    /** One size a dimension; empty for a scalar. */
    public long[] shape() {
        return shape.clone();
    }

    public long elements() {
        return elements;
    }

    /**
     * All elements, row-major and little-endian, read-only. Where they are stored so, a view (direct for a tensor of a
     * torch file), else a copy on the heap.
     */
    public ByteBuffer bytes() {
        int width = type().bytes();
        ByteBuffer stored = storage.bytes().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (isRowMajor()) {
            int start = elements == 0 ? 0 : (int) (offset * width);
            return stored.slice(start, (int) (elements * width)).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer dense = ByteBuffer.allocate(size(width)).order(ByteOrder.LITTLE_ENDIAN);
        long[] index = new long[shape.length];
        long at = offset;
        byte[] element = new byte[width];
        for (long i = 0; i < elements; i++) {
            stored.get((int) at * width, element);
            dense.put(element);
            at = next(index, at);
        }
        return dense.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Counts {@code index} up in row-major order; the position of that element. */
    private long next(long[] index, long at) {
        long position = at;
        for (int d = shape.length - 1; d >= 0; d--) {
            index[d]++;
            position += strides[d];
            if (index[d] < shape[d]) {
                return position;
            }
            position -= index[d] * strides[d];
            index[d] = 0;
        }
        return position;
    }

    private boolean isRowMajor() {
        long expected = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            if (shape[d] != 1 && strides[d] != expected) {
                return elements == 0;
            }
            expected *= shape[d];
        }
        return true;
    }

    /** All elements of any type, rounded to float, row-major. */
    public float[] floats() {
        ByteBuffer bytes = bytes();
        float[] values = new float[size(1)];
        if (type() == ElementType.FLOAT32) {
            bytes.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) type().toDouble(bytes, i * type().bytes());
        }
        return values;
    }

    /** All elements of any type, row-major. */
    public double[] doubles() {
        ByteBuffer bytes = bytes();
        double[] values = new double[size(1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = type().toDouble(bytes, i * type().bytes());
        }
        return values;
    }

    /**
     * All elements of an integer type, row-major; a boolean is 0 or 1.
     *
     * @throws PatchrankException when the type is not an integer, or a value needs more than 63 bits
     */
    public long[] longs() {
        ByteBuffer bytes = bytes();
        long[] values = new long[size(1)];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = type().toLong(bytes, i * type().bytes());
            }
        } catch (ArithmeticException e) {
            throw origin.invalid(this + " has no integers: " + e.getMessage(), e);
        }
        return values;
    }

    private int size(int width) {
        if (elements > Integer.MAX_VALUE / width) {
            throw origin.invalid(this + " is larger than a Java array");
        }
        return (int) elements * width;
    }

    private static String text(long[] sizes) {
        return sizes.length <= MOST_DIMENSIONS ? Arrays.toString(sizes) : sizes.length + " dimensions";
    }

    /** Type and shape, for messages. */
    @Override
    public String toString() {
        return type() + " tensor of shape "
                + List.of(Arrays.stream(shape).boxed().toArray());
    }
}
