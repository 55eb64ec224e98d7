package io.patchrank.storage.exchange;

import io.jhdf.WritableGroupImpl;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.file.AtomicFile;
import io.patchrank.storage.Hdf5Types;
import io.patchrank.storage.RowLayout;
import io.patchrank.storage.StoredType;
import io.patchrank.storage.StreamedDataset;
import io.patchrank.storage.ames.DescriptorFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** Writes what AMES' {@code FeatureStorage} writes: local descriptors in format 1, and raw global descriptors. */
public final class DescriptorFileWriter {
    private DescriptorFileWriter() {}

    /**
     * Writes {@code features} [rows, topK, 5 + D], contiguous; needs memory for one row.
     *
     * @param source descriptors of row i, asked in order; fewer than {@code topK} are filled up with masked zeros
     */
    public static void writeLocals(
            Path file, int rows, int topK, int dimension, StoredType type, IntFunction<LocalDescriptors> source) {
        RowLayout layout = new RowLayout(type, topK, dimension, 1);
        WritableGroupImpl root = new WritableGroupImpl(null, "/");
        int[] shape = {rows, topK, layout.columns()};
        StreamedDataset.RowSource put =
                (row, target) -> layout.putLocals(source.apply(row).resized(topK), target);
        root.putDataset(
                DescriptorFile.FEATURES,
                new StreamedDataset(root, DescriptorFile.FEATURES, Hdf5Types.of(type), shape, put));
        WholeFile.writeHdf5(file, root);
    }

    /** Writes [rows, Dg] float32, little-endian, without a header. */
    public static void writeGlobals(Path file, int rows, IntFunction<float[]> source) {
        WholeFile.write(file, channel -> {
            for (int row = 0; row < rows; row++) {
                float[] global = source.apply(row);
                ByteBuffer bytes =
                        ByteBuffer.allocate(global.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(global);
                AtomicFile.writeFully(channel, bytes);
            }
        });
    }
}
