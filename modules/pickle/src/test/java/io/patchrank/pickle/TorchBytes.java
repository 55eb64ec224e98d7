package io.patchrank.pickle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files as {@code torch.save} writes them, of given tensors, put together by hand. */
public final class TorchBytes {
    private TorchBytes() {}

    /**
     * A tensor with a storage of its own.
     *
     * @param storage class of it, such as {@code FloatStorage}
     * @param width bytes of an element
     * @param data little-endian, row-major
     */
    public record Values(String storage, int width, byte[] data, long... shape) {
        public static Values floats(float[] values, long... shape) {
            ByteBuffer data = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
            data.asFloatBuffer().put(values);
            return new Values("FloatStorage", Float.BYTES, data.array(), shape);
        }

        long elements() {
            return data.length / width;
        }
    }

    /** {@code torch.save(OrderedDict)}; with a wrapper {@code torch.save({wrapper: OrderedDict})}. */
    public static byte[] zip(SequencedMap<String, Values> tensors, String... wrappers) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", stateDict(tensors, false, wrappers));
        entries.put("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        int key = 0;
        for (Values values : tensors.values()) {
            entries.put("archive/data/" + key++, values.data());
        }
        entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return archive(entries);
    }

    /** The same in the format before version 1.6. */
    public static byte[] legacy(SequencedMap<String, Values> tensors, String... wrappers) {
        PickleBytes keys = new PickleBytes().proto(2).raw("](");
        PickleBytes storages = new PickleBytes();
        int key = 0;
        for (Values values : tensors.values()) {
            keys.text(String.valueOf(key++));
            storages.little(values.elements(), Long.BYTES).raw(values.data());
        }
        return legacyHead()
                .raw(stateDict(tensors, true, wrappers))
                .raw(keys.raw("e").stop())
                .raw(storages.toBytes())
                .toBytes();
    }

    /** What comes before the value: magic number, version, facts about the system. */
    static PickleBytes legacyHead() {
        return new PickleBytes()
                .proto(2)
                .op(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, '.')
                .proto(2)
                .raw("M\u00e9\u0003.")
                .proto(2)
                .raw("}(")
                .text("little_endian")
                .op(0x88)
                .raw("u.");
    }

    private static byte[] stateDict(SequencedMap<String, Values> tensors, boolean legacy, String... wrappers) {
        PickleBytes pickle = new PickleBytes().proto(2);
        for (String wrapper : wrappers) {
            pickle.raw("}").text(wrapper);
        }
        pickle.global("collections", "OrderedDict").raw(")R(");
        int key = 0;
        for (Map.Entry<String, Values> entry : tensors.entrySet()) {
            Values values = entry.getValue();
            pickle.text(entry.getKey());
            tensor(
                    pickle,
                    values.storage(),
                    String.valueOf(key++),
                    values.elements(),
                    0,
                    values.shape(),
                    StoredTensor.rowMajor(values.shape()),
                    legacy);
        }
        // The attribute that torch gives to a state dict.
        pickle.raw("u}").text("_metadata").raw("}sb");
        for (int i = 0; i < wrappers.length; i++) {
            pickle.raw("s");
        }
        return pickle.stop();
    }

    /** Appends one tensor of the storage {@code key}. */
    public static PickleBytes tensor(
            PickleBytes pickle,
            String storage,
            String key,
            long elements,
            long offset,
            long[] shape,
            long[] strides,
            boolean legacy) {
        pickle.global("torch._utils", "_rebuild_tensor_v2").raw("((").text("storage");
        pickle.global("torch", storage).text(key).text("cpu").integer(elements);
        pickle.raw(legacy ? "NtQ" : "tQ").integer(offset).integers(shape).integers(strides);
        return pickle.op(0x89).global("collections", "OrderedDict").raw(")RtR");
    }

    /** A zip archive with these entries, uncompressed. */
    public static byte[] archive(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                byte[] data = content.getValue();
                ZipEntry entry = new ZipEntry(content.getKey());
                CRC32 crc = new CRC32();
                crc.update(data);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(data.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
