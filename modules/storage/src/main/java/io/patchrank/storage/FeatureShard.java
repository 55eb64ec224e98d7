package io.patchrank.storage;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.PatchGrid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reader of one sealed shard, an HDF5 file in AMES' format 1 (Suma et al., AMES, ECCV 2024, {@code extract/}) with a few
 * datasets more. N rows, one an image:
 *
 * <ul>
 *   <li>{@code features} [N, topk, 5 + D], float16 or float32: x, y, scale, mask (1 = padding), weight, descriptor
 *   <li>{@code global} [N, Dg], float32
 *   <li>{@code grid} [N, 2], int32: rows and columns of patches
 *   <li>{@code name} [N], UTF-8 padded with zero bytes
 *   <li>attributes of the file: {@code patchrank_format}, {@code patchrank_segment}, {@code model_fingerprint},
 *       {@code topk}, {@code dimension}
 * </ul>
 *
 * All datasets are contiguous and little-endian. Rows are read by position in the file, which is ten times as fast as
 * jhdf's slices. Thread-safe; blocks on disk. Errors: {@code DATA_CORRUPT}, {@code DATA_FOLDER_NEWER},
 * {@code IO_FAILED}, each naming the file.
 */
public final class FeatureShard implements AutoCloseable {
    static final String FEATURES = "features";
    static final String GLOBAL = "global";
    static final String GRID = "grid";
    static final String NAME = "name";
    static final String FORMAT = "patchrank_format";
    static final String SEGMENT = "patchrank_segment";
    static final String FINGERPRINT = "model_fingerprint";
    static final String TOP_K = "topk";
    static final String DIMENSION = "dimension";

    private final Path file;
    private final long bytes;
    private final Contents contents;
    private final PositionalReader reader;

    private FeatureShard(Path file, long bytes, Contents contents, PositionalReader reader) {
        this.file = file;
        this.bytes = bytes;
        this.contents = contents;
        this.reader = reader;
    }

    /** Where the rows of a dataset stand in the file. */
    private record Extent(long address, int rowBytes, int rows) {
        long at(int row) {
            return address + (long) row * rowBytes;
        }

        long end() {
            return at(rows);
        }
    }

    private record Contents(
            long segment,
            String fingerprint,
            RowLayout layout,
            Extent features,
            Extent global,
            Extent grid,
            Extent name) {
        boolean isConsistent(long fileBytes) {
            int rows = features.rows();
            return rows == global.rows()
                    && rows == grid.rows()
                    && rows == name.rows()
                    && layout.localDimension() >= 1
                    && features.end() <= fileBytes
                    && global.end() <= fileBytes
                    && grid.end() <= fileBytes
                    && name.end() <= fileBytes
                    && grid.rowBytes() == 2 * Integer.BYTES
                    && global.rowBytes() == layout.globalBytes();
        }
    }

    /** Opens a shard; the file stays open until {@link #close()}. */
    public static FeatureShard open(Path file) {
        return open(file, ChannelOpener.SYSTEM);
    }

    static FeatureShard open(Path file, ChannelOpener opener) {
        try {
            PositionalReader reader = new PositionalReader(opener, file);
            try {
                long bytes = Hdf5Superblock.requireWhole(reader, file);
                Contents contents = readContents(file);
                if (!contents.isConsistent(bytes)) {
                    throw StorageFailures.corrupt(file, "its datasets do not fit together; restore the file");
                }
                return new FeatureShard(file, bytes, contents, reader);
            } catch (IOException | RuntimeException e) {
                reader.close();
                throw e;
            }
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        } catch (HdfException e) {
            throw StorageFailures.ofHdf(e, file);
        }
    }

    private static Contents readContents(Path file) {
        try (HdfFile hdf = new HdfFile(file)) {
            int version = ((Number) attribute(hdf, file, FORMAT)).intValue();
            if (version > StorageFolder.FORMAT_VERSION) {
                throw StorageFolder.newer(file, version);
            }
            Dataset features = hdf.getDatasetByPath(FEATURES);
            Dataset global = hdf.getDatasetByPath(GLOBAL);
            int[] shape = features.getDimensions();
            StoredType type = features.getDataType().getSize() == Short.BYTES ? StoredType.FLOAT16 : StoredType.FLOAT32;
            RowLayout layout =
                    new RowLayout(type, shape[1], shape[2] - RowLayout.META_COLUMNS, global.getDimensions()[1]);
            return new Contents(
                    ((Number) attribute(hdf, file, SEGMENT)).longValue(),
                    String.valueOf(attribute(hdf, file, FINGERPRINT)),
                    layout,
                    extent(features),
                    extent(global),
                    extent(hdf.getDatasetByPath(GRID)),
                    extent(hdf.getDatasetByPath(NAME)));
        } catch (PatchrankException | HdfException e) {
            throw e;
        } catch (RuntimeException e) {
            // A damaged header makes jhdf fail in many ways: casts, indices, buffer ends.
            throw StorageFailures.corrupt(file, "is HDF5, but not a shard that patchrank wrote", e);
        }
    }

    private static Object attribute(HdfFile hdf, Path file, String name) {
        Attribute attribute = hdf.getAttribute(name);
        if (attribute == null) {
            throw StorageFailures.corrupt(file, "has no attribute " + name + ": not a shard that patchrank wrote");
        }
        return attribute.getData();
    }

    private static Extent extent(Dataset dataset) {
        int[] dimensions = dataset.getDimensions();
        int rowBytes = dataset.getDataType().getSize();
        for (int i = 1; i < dimensions.length; i++) {
            rowBytes *= dimensions[i];
        }
        return new Extent(((ContiguousDataset) dataset).getDataAddress(), rowBytes, dimensions[0]);
    }

    public Path file() {
        return file;
    }

    /** File size. */
    public long bytes() {
        return bytes;
    }

    /** N. */
    public int rows() {
        return contents.features().rows();
    }

    public StoredType storedType() {
        return contents.layout().type();
    }

    public int topK() {
        return contents.layout().topK();
    }

    public int localDimension() {
        return contents.layout().localDimension();
    }

    public int globalDimension() {
        return contents.layout().globalDimension();
    }

    public String modelFingerprint() {
        return contents.fingerprint();
    }

    /** The segment that this shard was sealed from. */
    public long segment() {
        return contents.segment();
    }

    /** Name that the row was appended with. */
    public String name(int row) {
        byte[] padded = read(contents.name(), row, contents.name().rowBytes(), new ReadBuffers())
                .array();
        int length = contents.name().rowBytes();
        while (length > 0 && padded[length - 1] == 0) {
            length--;
        }
        return new String(padded, 0, length, StandardCharsets.UTF_8);
    }

    public PatchGrid grid(int row) {
        ByteBuffer grid = read(contents.grid(), row, contents.grid().rowBytes(), new ReadBuffers());
        try {
            return new PatchGrid(grid.getInt(), grid.getInt());
        } catch (IllegalArgumentException e) {
            throw damaged(row, contents.grid(), e);
        }
    }

    /** Global descriptor, [Dg]. */
    public float[] global(int row) {
        return global(row, new ReadBuffers());
    }

    float[] global(int row, ReadBuffers buffers) {
        return layout().getGlobal(read(contents.global(), row, layout().globalBytes(), buffers));
    }

    /** The strongest {@code count} local descriptors, 1..topK; only their bytes are read. */
    public LocalDescriptors locals(int row, int count) {
        return locals(row, count, new ReadBuffers());
    }

    LocalDescriptors locals(int row, int count, ReadBuffers buffers) {
        ByteBuffer source = read(contents.features(), row, layout().localBytes(count), buffers);
        try {
            return layout().getLocals(source, count, buffers);
        } catch (IllegalArgumentException e) {
            throw damaged(row, contents.features(), e);
        }
    }

    RowLayout layout() {
        return contents.layout();
    }

    private ByteBuffer read(Extent extent, int row, int length, ReadBuffers buffers) {
        if (row < 0 || row >= extent.rows() || length > extent.rowBytes()) {
            throw new IndexOutOfBoundsException("row " + row + " of " + extent.rows());
        }
        ByteBuffer target = buffers.bytes(length);
        try {
            reader.read(target, extent.at(row));
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
        return target;
    }

    private PatchrankException damaged(int row, Extent extent, IllegalArgumentException cause) {
        return StorageFailures.corrupt(
                file, "row " + row + " at byte " + extent.at(row) + " is damaged; ingest the image again", cause);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
    }
}
