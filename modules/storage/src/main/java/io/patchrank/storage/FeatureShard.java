package io.patchrank.storage;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.PatchGrid;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

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
 * Where binary codes are kept, also:
 *
 * <ul>
 *   <li>{@code codes} [N, k, bytes], uint8, packed as in {@link io.patchrank.api.feature.BinaryCodes}
 *   <li>{@code code_count} [N], uint16: codes that the image has
 *   <li>attributes of the file: {@code code_bits}, {@code code_projection}, {@code global_dimension}
 * </ul>
 *
 * and where they are kept alone, neither {@code features} nor {@code global}, and empty names.
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
    static final String CODES = "codes";
    static final String CODE_COUNT = "code_count";
    static final String CODE_BITS = "code_bits";
    static final String CODE_PROJECTION = "code_projection";
    static final String GLOBAL_DIMENSION = "global_dimension";

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
        /** Of a dataset that the file does not have. */
        static Extent absent(int rows) {
            return new Extent(0, 0, rows);
        }

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
            Extent name,
            Extent codes,
            Extent codeCount) {
        boolean isConsistent(long fileBytes) {
            return Stream.of(features, global, grid, name, codes, codeCount)
                            .allMatch(extent -> extent.rows() == grid.rows() && extent.end() <= fileBytes)
                    && layout.localDimension() >= 1
                    && grid.rowBytes() == 2 * Integer.BYTES
                    && features.rowBytes() == layout.localBytes()
                    && global.rowBytes() == layout.globalBytes()
                    && codes.rowBytes() + codeCount.rowBytes() == layout.codes().rowBytes();
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
            int version = number(hdf, file, FORMAT);
            if (version > StorageFolder.FORMAT_VERSION) {
                throw StorageFolder.newer(file, version);
            }
            Extent grid = extent(hdf.getDatasetByPath(GRID));
            RowLayout layout = layout(hdf, file, version >= StorageFolder.FORMAT_WITH_CODES);
            return new Contents(
                    ((Number) attribute(hdf, file, SEGMENT)).longValue(),
                    String.valueOf(attribute(hdf, file, FINGERPRINT)),
                    layout,
                    extent(hdf, FEATURES, layout.keepsDescriptors(), grid.rows()),
                    extent(hdf, GLOBAL, layout.keepsDescriptors(), grid.rows()),
                    grid,
                    extent(hdf.getDatasetByPath(NAME)),
                    extent(hdf, CODES, layout.codes().isKept(), grid.rows()),
                    extent(hdf, CODE_COUNT, layout.codes().isKept(), grid.rows()));
        } catch (PatchrankException | HdfException e) {
            throw e;
        } catch (RuntimeException e) {
            // A damaged header makes jhdf fail in many ways: casts, indices, buffer ends.
            throw StorageFailures.corrupt(file, "is HDF5, but not a shard that patchrank wrote", e);
        }
    }

    private static RowLayout layout(HdfFile hdf, Path file, boolean withCodes) {
        boolean alone = withCodes && !hdf.getChildren().containsKey(FEATURES);
        CodeLayout codes = withCodes ? codes(hdf, file, alone) : CodeLayout.NONE;
        if (alone) {
            return new RowLayout(
                    StoredType.FLOAT16,
                    number(hdf, file, TOP_K),
                    number(hdf, file, DIMENSION),
                    number(hdf, file, GLOBAL_DIMENSION),
                    codes);
        }
        Dataset features = hdf.getDatasetByPath(FEATURES);
        int[] shape = features.getDimensions();
        StoredType type = features.getDataType().getSize() == Short.BYTES ? StoredType.FLOAT16 : StoredType.FLOAT32;
        int globalDimension = hdf.getDatasetByPath(GLOBAL).getDimensions()[1];
        return new RowLayout(type, shape[1], shape[2] - RowLayout.META_COLUMNS, globalDimension, codes);
    }

    private static CodeLayout codes(HdfFile hdf, Path file, boolean alone) {
        return new CodeLayout(
                alone,
                hdf.getDatasetByPath(CODES).getDimensions()[1],
                number(hdf, file, CODE_BITS),
                String.valueOf(attribute(hdf, file, CODE_PROJECTION)));
    }

    private static int number(HdfFile hdf, Path file, String attribute) {
        return ((Number) attribute(hdf, file, attribute)).intValue();
    }

    private static Object attribute(HdfFile hdf, Path file, String name) {
        Attribute attribute = hdf.getAttribute(name);
        if (attribute == null) {
            throw StorageFailures.corrupt(file, "has no attribute " + name + ": not a shard that patchrank wrote");
        }
        return attribute.getData();
    }

    private static Extent extent(HdfFile hdf, String dataset, boolean there, int rows) {
        return there ? extent(hdf.getDatasetByPath(dataset)) : Extent.absent(rows);
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
        return contents.grid().rows();
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

    /** Whether {@link #locals} and {@link #global} are kept; without, there are {@link #codes}. */
    public boolean keepsDescriptors() {
        return layout().keepsDescriptors();
    }

    /** Whether {@link #codes} are kept. */
    public boolean keepsCodes() {
        return layout().codes().isKept();
    }

    /** Global descriptor, [Dg]; only where descriptors are kept. */
    public float[] global(int row) {
        return global(row, new ReadBuffers());
    }

    float[] global(int row, ReadBuffers buffers) {
        return layout().getGlobal(read(contents.global(), row, layout().globalDimension() * Float.BYTES, buffers));
    }

    /** The strongest {@code count} local descriptors, 1..topK; only their bytes are read, where they are kept. */
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

    /** Codes of the strongest {@code count} descriptors, as descriptors of -1 and 1; only where codes are kept. */
    public LocalDescriptors codes(int row, int count) {
        return codes(row, count, new ReadBuffers());
    }

    LocalDescriptors codes(int row, int count, ReadBuffers buffers) {
        CodeLayout codes = layout().codes();
        int number = Short.toUnsignedInt(read(contents.codeCount(), row, CodeLayout.NUMBER_BYTES, buffers)
                .getShort());
        int wanted = Math.min(number, Math.min(count, codes.count()));
        ByteBuffer packed = read(contents.codes(), row, wanted * codes.codeBytes(), buffers);
        try {
            return codes.unpack(number, packed, count);
        } catch (IllegalArgumentException e) {
            throw damaged(row, contents.codeCount(), e);
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
        } catch (EOFException e) {
            throw StorageFailures.corrupt(file, "was cut short; restore it, or ingest its images again", e);
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
