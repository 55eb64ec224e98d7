package io.patchrank.storage;

import io.patchrank.api.feature.LocalDescriptors;
import java.nio.ByteBuffer;

/**
 * Bytes of one image. A local row is AMES' format 1: {@code topK} descriptors of {@code 5 + D} numbers each (x, y,
 * scale, mask, weight, descriptor), little-endian; the mask is 1 on padding, whose other columns are 0. Codes
 * have a {@link CodeLayout} of their own; where they are kept alone, the shape still says what the model's features are.
 */
public record RowLayout(StoredType type, int topK, int localDimension, int globalDimension, CodeLayout codes) {
    public static final int META_COLUMNS = 5;

    private static final int X = 0;
    private static final int Y = 1;
    private static final int SCALE = 2;
    private static final int MASK = 3;
    private static final int WEIGHT = 4;

    /** Without codes. */
    public RowLayout(StoredType type, int topK, int localDimension, int globalDimension) {
        this(type, topK, localDimension, globalDimension, CodeLayout.NONE);
    }

    /** Whether float descriptors and the global descriptor are kept. */
    boolean keepsDescriptors() {
        return !codes.alone();
    }

    /** The oldest format that has what this layout keeps. */
    int formatVersion() {
        return codes.isKept() ? StorageFolder.FORMAT_WITH_CODES : StorageFolder.FORMAT_WITHOUT_CODES;
    }

    public int columns() {
        return META_COLUMNS + localDimension;
    }

    /** Size of the first {@code count} descriptors of an image. */
    int localBytes(int count) {
        return count * columns() * type.bytes();
    }

    int localBytes() {
        return keepsDescriptors() ? localBytes(topK) : 0;
    }

    int globalBytes() {
        return keepsDescriptors() ? globalDimension * Float.BYTES : 0;
    }

    /** Whether files of both layouts can stand in one storage: only the number format may differ. */
    boolean sameShape(RowLayout other) {
        return topK == other.topK
                && localDimension == other.localDimension
                && globalDimension == other.globalDimension
                && codes.equals(other.codes);
    }

    String shape() {
        return "topK " + topK + ", local dimension " + localDimension + ", global dimension " + globalDimension
                + (codes.isKept() ? ", " + codes : "");
    }

    /** Writes {@code localBytes()} bytes at the buffer's position. */
    public void putLocals(LocalDescriptors locals, ByteBuffer target) {
        int columns = columns();
        float[] row = new float[topK * columns];
        int valid = locals.validCount();
        for (int i = 0; i < topK; i++) {
            int at = i * columns;
            if (i >= valid) {
                row[at + MASK] = 1;
                continue;
            }
            row[at + X] = locals.x()[i];
            row[at + Y] = locals.y()[i];
            row[at + SCALE] = locals.scale()[i];
            row[at + WEIGHT] = locals.weight()[i];
            System.arraycopy(locals.values(), i * localDimension, row, at + META_COLUMNS, localDimension);
        }
        switch (type) {
            case FLOAT32 -> target.asFloatBuffer().put(row);
            case FLOAT16 -> target.asShortBuffer().put(toHalves(row));
        }
        target.position(target.position() + localBytes());
    }

    private static short[] toHalves(float[] values) {
        short[] halves = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            halves[i] = Float.floatToFloat16(values[i]);
        }
        return halves;
    }

    /**
     * Reads the first {@code count} descriptors of an image from the buffer's position.
     *
     * @throws IllegalArgumentException when a descriptor follows padding, which no encoder writes
     */
    public LocalDescriptors getLocals(ByteBuffer source, int count) {
        return getLocals(source, count, new ReadBuffers());
    }

    LocalDescriptors getLocals(ByteBuffer source, int count, ReadBuffers buffers) {
        int numbers = count * columns();
        return switch (type) {
            case FLOAT32 -> {
                float[] row = buffers.numbers(numbers);
                source.asFloatBuffer().get(row, 0, numbers);
                yield split(
                        count,
                        i -> row[i],
                        (from, target, at) -> System.arraycopy(row, from, target, at, localDimension));
            }
            case FLOAT16 -> {
                short[] row = buffers.halves(numbers);
                source.asShortBuffer().get(row, 0, numbers);
                yield split(
                        count,
                        i -> Float.float16ToFloat(row[i]),
                        (from, target, at) -> toFloats(row, from, target, at, localDimension));
            }
        };
    }

    /** A loop over two plain arrays and nothing else is what the JIT turns into vector conversions. */
    private static void toFloats(short[] halves, int from, float[] target, int at, int count) {
        for (int i = 0; i < count; i++) {
            target[at + i] = Float.float16ToFloat(halves[from + i]);
        }
    }

    /** One number of a row of columns. */
    private interface Column {
        float at(int index);
    }

    /** Copies a descriptor. */
    private interface DescriptorCopy {
        void copy(int from, float[] target, int at);
    }

    private LocalDescriptors split(int count, Column row, DescriptorCopy descriptor) {
        float[] x = new float[count];
        float[] y = new float[count];
        float[] scale = new float[count];
        float[] weight = new float[count];
        boolean[] padding = new boolean[count];
        float[] values = new float[count * localDimension];
        for (int i = 0; i < count; i++) {
            int at = i * columns();
            x[i] = row.at(at + X);
            y[i] = row.at(at + Y);
            scale[i] = row.at(at + SCALE);
            padding[i] = row.at(at + MASK) != 0;
            weight[i] = row.at(at + WEIGHT);
            descriptor.copy(at + META_COLUMNS, values, i * localDimension);
        }
        return new LocalDescriptors(localDimension, x, y, scale, weight, padding, values);
    }

    float[] getGlobal(ByteBuffer source) {
        float[] global = new float[globalDimension];
        source.asFloatBuffer().get(global);
        return global;
    }
}
