package io.patchrank.storage.hdf5;

import io.patchrank.storage.hdf5.ObjectHeader.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Puts a dataset together from the messages of its object header. */
final class DatasetReader {
    private static final int COMPACT = 0;
    private static final int CONTIGUOUS = 1;
    private static final int CHUNKED = 2;
    private static final int VIRTUAL = 3;
    private static final int NEWEST_LAYOUT = 5;

    private final FileBytes file;
    private final SourceFiles sources;
    private final ObjectHeader header;
    private final Extent extent;
    private final ElementType type;
    private final FillValue fill;

    private DatasetReader(FileBytes file, SourceFiles sources, ObjectHeader header) {
        this.file = file;
        this.sources = sources;
        this.header = header;
        this.extent = Extent.parse(required(ObjectHeader.DATASPACE, "shape"));
        this.type = DatatypeMessage.parse(datatype());
        this.fill = FillValue.of(file, header, type.bytes());
    }

    static Hdf5Dataset read(FileBytes file, SourceFiles sources, ObjectHeader header, String name) {
        DatasetReader reader = new DatasetReader(file, sources, header);
        if (header.first(ObjectHeader.EXTERNAL_FILES).isPresent()) {
            throw file.unsupported("the numbers of dataset " + name + " are kept in external files");
        }
        return new Hdf5Dataset(file.file(), name, reader.extent.shape(), reader.type, reader.data());
    }

    private Fields required(int message, String what) {
        return header.first(message)
                .map(m -> file.fields(ByteBuffer.wrap(m.body())))
                .orElseThrow(() -> file.damaged("a dataset without " + what));
    }

    /** The type itself, or that of a committed datatype. */
    private Fields datatype() {
        Optional<Message> message = header.first(ObjectHeader.DATATYPE);
        if (message.isEmpty() || !message.get().shared()) {
            return required(ObjectHeader.DATATYPE, "type");
        }
        Fields shared = file.fields(ByteBuffer.wrap(message.get().body()));
        int version = shared.u8();
        int kind = shared.u8();
        if (version == 3 && kind == 1) {
            throw file.unsupported("its datatypes are shared in a heap");
        }
        shared.skip(version == 1 ? 6 : 0);
        return ObjectHeader.read(file, shared.address())
                .first(ObjectHeader.DATATYPE)
                .map(m -> file.fields(ByteBuffer.wrap(m.body())))
                .orElseThrow(() -> file.damaged("a dataset without type"));
    }

    private RawData data() {
        Fields fields = required(ObjectHeader.LAYOUT, "layout");
        int version = fields.u8();
        if (version > NEWEST_LAYOUT) {
            throw file.unsupported("its layout has version " + version + ", known are 1 to " + NEWEST_LAYOUT);
        }
        return version < 3 ? oldLayout(fields) : layout(fields, version);
    }

    private RawData oldLayout(Fields fields) {
        int rank = fields.u8();
        int kind = fields.u8();
        fields.skip(5);
        long address = kind == COMPACT ? Fields.UNDEFINED : fields.address();
        int[] sides = sides(fields, rank, Integer.BYTES);
        return switch (kind) {
            case COMPACT -> compact(fields.take(fields.count32()));
            case CONTIGUOUS -> contiguous(address);
            case CHUNKED -> chunked(sides, table -> ChunkBTree.read(file, address, table), false);
            default -> throw file.damaged("a layout of class " + kind);
        };
    }

    private RawData layout(Fields fields, int version) {
        int kind = fields.u8();
        return switch (kind) {
            case COMPACT -> compact(fields.take(fields.u16()));
            case CONTIGUOUS -> contiguous(fields.address());
            case CHUNKED -> version == 3 ? chunkedTree(fields) : chunkedArray(fields);
            case VIRTUAL -> virtual(fields);
            default -> throw file.damaged("a layout of class " + kind);
        };
    }

    private RawData compact(byte[] elements) {
        return new CompactData(extent.shape(), elements, type.bytes());
    }

    private RawData contiguous(long address) {
        return address == Fields.UNDEFINED
                ? CompactData.unwritten(fill)
                : new ContiguousData(file, address, extent.shape(), type.bytes());
    }

    private RawData virtual(Fields fields) {
        long heap = fields.address();
        int index = fields.count32();
        if (heap == Fields.UNDEFINED) {
            return CompactData.unwritten(fill);
        }
        return new VirtualData(
                new VirtualMappings(file, sources).read(heap, index, extent.shape(), type), fill, type.bytes());
    }

    @FunctionalInterface
    private interface Index {
        void read(ChunkTable table);
    }

    private RawData chunkedTree(Fields fields) {
        int rank = fields.u8();
        long address = fields.address();
        return chunked(sides(fields, rank, Integer.BYTES), table -> ChunkBTree.read(file, address, table), false);
    }

    private RawData chunkedArray(Fields fields) {
        int flags = fields.u8();
        int rank = fields.u8();
        int[] sides = sides(fields, rank, fields.u8());
        int kind = fields.u8();
        boolean filteredSize = kind == 1 && (flags & 2) != 0;
        long size = filteredSize ? fields.length() : -1;
        int skipped = filteredSize ? (int) fields.u32() : 0;
        fields.skip(
                switch (kind) {
                    case 1, 2 -> 0;
                    case 3 -> 1;
                    case 4 -> 5;
                    case 5 -> 6;
                    default -> throw file.unsupported("a chunk index of kind " + kind);
                });
        long address = fields.address();
        Index index = table -> {
            if (address == Fields.UNDEFINED) {
                return;
            }
            switch (kind) {
                case 1 -> {
                    long bytes = size < 0 ? table.shape().chunkBytes() : size;
                    table.put(new long[table.shape().rank()], address, bytes, skipped);
                }
                case 2 -> new ChunkArrays(file, table, false).readImplicit(address);
                case 3 -> new ChunkArrays(file, table, false).readFixed(address);
                case 4 -> new ChunkArrays(file, table, true).readExtensible(address);
                default -> ChunkBTree2.read(file, address, table);
            }
        };
        return chunked(sides, index, (flags & 1) != 0);
    }

    /** Sides of a chunk; the size of an element, which stands behind them, is left out. */
    private int[] sides(Fields fields, int rank, int width) {
        int[] sides = new int[rank];
        for (int d = 0; d < rank; d++) {
            sides[d] = Math.toIntExact(fields.number(width));
        }
        return sides.length == extent.rank() + 1 ? Arrays.copyOf(sides, extent.rank()) : sides;
    }

    private RawData chunked(int[] sides, Index index, boolean wholePartialChunks) {
        FilterPipeline filters = header.first(ObjectHeader.FILTERS)
                .map(m -> FilterPipeline.parse(file.fields(ByteBuffer.wrap(m.body()))))
                .orElse(FilterPipeline.NONE);
        if (!filters.unknown().isEmpty()) {
            throw file.unsupported("its chunks went through the filter " + filters.unknown());
        }
        ChunkTable table = new ChunkTable(new ChunkShape(extent, sides, type.bytes()));
        index.read(table);
        return new ChunkedData(file, table, filters, wholePartialChunks, fill);
    }
}
