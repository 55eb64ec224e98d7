package io.patchrank.storage.hdf5;

import io.patchrank.storage.hdf5.VirtualData.Mapping;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Parses the mappings of a virtual dataset, which are kept in the global heap (specification III.E and VII.F). */
final class VirtualMappings {
    private static final int SAME_FILE = 4;
    private static final int SHARED_FILE = 1;
    private static final int SHARED_DATASET = 2;

    private final FileBytes file;
    private final SourceFiles sources;

    VirtualMappings(FileBytes file, SourceFiles sources) {
        this.file = file;
        this.sources = sources;
    }

    List<Mapping> read(long heap, int index, long[] shape, ElementType type) {
        Fields fields = heapObject(heap, index);
        int version = fields.u8();
        int count = Math.toIntExact(fields.length());
        List<String> files = new ArrayList<>();
        List<String> datasets = new ArrayList<>();
        List<Mapping> mappings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int flags = version == 0 ? 0 : fields.u8();
            String name = (flags & SAME_FILE) != 0 ? "." : name(fields, flags & SHARED_FILE, files);
            files.add(name);
            String dataset = name(fields, flags & SHARED_DATASET, datasets);
            datasets.add(dataset);
            mappings.add(mapping(fields, name, dataset, shape, type));
        }
        return mappings;
    }

    /** The text itself, or the number of the mapping that has the same one. */
    private static String name(Fields fields, int shared, List<String> before) {
        return shared == 0 ? fields.text() : before.get(Math.toIntExact(fields.length()));
    }

    private Mapping mapping(Fields fields, String name, String dataset, long[] shape, ElementType type) {
        if (name.contains("%b") || dataset.contains("%b")) {
            throw file.unsupported("its virtual dataset names its sources by a pattern, " + name + " " + dataset);
        }
        Hdf5Dataset source = sources.dataset(name, dataset);
        TypeConversion conversion = TypeConversion.between(source.type(), type)
                .orElseThrow(() -> file.unsupported("its virtual dataset of " + type.text() + " has a source of "
                        + source.type().text() + ", " + name));
        try {
            Selection there = Selection.parse(fields, source.shape());
            return Mapping.of(source, conversion, Selection.parse(fields, shape), there);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.unsupported("its virtual dataset maps its source " + name + " in a way that is not supported ("
                    + e.getMessage() + ")");
        }
    }

    private Fields heapObject(long address, int index) {
        int length = file.superblock().lengthSize();
        Fields head = file.signed("GCOL", address, 8 + length).skip(4);
        int size = Math.toIntExact(head.length());
        Fields objects = file.fields(address, size).skip(8 + length);
        while (objects.remaining() > 8 + length) {
            int number = objects.u16();
            objects.skip(6);
            int bytes = Math.toIntExact(objects.length());
            if (number == index) {
                return file.fields(ByteBuffer.wrap(objects.take(bytes)));
            }
            if (number == 0) {
                break;
            }
            objects.skip((bytes + 7) / 8 * 8);
        }
        throw file.damaged("object " + index + " of the global heap at byte " + address + " is missing");
    }
}
