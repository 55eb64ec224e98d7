package io.patchrank.api.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of one safetensors file, for tests that compare with golden numbers. Whole file on the heap; dtypes F64,
 * F32, F16, I64, I32, U8. The production reader is that of the torch module.
 */
public final class GoldenTensors {
    private record Entry(String dtype, int[] shape, ByteBuffer data) {
        int size() {
            int size = 1;
            for (int side : shape) {
                size *= side;
            }
            return size;
        }
    }

    private final Map<String, Entry> entries;

    private GoldenTensors(Map<String, Entry> entries) {
        this.entries = entries;
    }

    public static GoldenTensors read(Path file) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int headerLength = Math.toIntExact(bytes.getLong(0));
        JsonObject header = new JsonObject(new String(bytes.array(), Long.BYTES, headerLength, StandardCharsets.UTF_8));
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String name : header.fieldNames()) {
            if (!name.equals("__metadata__")) {
                entries.put(name, entry(header.getJsonObject(name), bytes, Long.BYTES + headerLength));
            }
        }
        return new GoldenTensors(entries);
    }

    private static Entry entry(JsonObject described, ByteBuffer bytes, int dataStart) {
        var offsets = described.getJsonArray("data_offsets");
        int from = offsets.getInteger(0);
        int to = offsets.getInteger(1);
        int[] shape = described.getJsonArray("shape").stream()
                .mapToInt(side -> ((Number) side).intValue())
                .toArray();
        ByteBuffer data = bytes.slice(dataStart + from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        return new Entry(described.getString("dtype"), shape, data);
    }

    public Set<String> names() {
        return Set.copyOf(entries.keySet());
    }

    public int[] shape(String name) {
        return entry(name).shape().clone();
    }

    /** Row-major values of any dtype, as floats; U8 is 0..255. */
    public float[] floats(String name) {
        Entry entry = entry(name);
        float[] values = new float[entry.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value(entry, i);
        }
        return values;
    }

    /** Row-major values of any dtype, as doubles. */
    public double[] doubles(String name) {
        Entry entry = entry(name);
        double[] values = new double[entry.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(entry, i);
        }
        return values;
    }

    /** Row-major values of an integer tensor. */
    public long[] longs(String name) {
        Entry entry = entry(name);
        long[] values = new long[entry.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer(entry, i);
        }
        return values;
    }

    /** Row-major bytes of a U8 tensor. */
    public byte[] bytes(String name) {
        Entry entry = entry(name);
        if (!entry.dtype().equals("U8")) {
            throw new IllegalArgumentException(name + " is " + entry.dtype() + ", not U8");
        }
        byte[] values = new byte[entry.size()];
        entry.data().get(0, values);
        return values;
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no tensor " + name + " among " + entries.keySet());
        }
        return entry;
    }

    private static double value(Entry entry, int i) {
        return switch (entry.dtype()) {
            case "F64" -> entry.data().getDouble(i * Double.BYTES);
            case "F32" -> entry.data().getFloat(i * Float.BYTES);
            case "F16" -> Float.float16ToFloat(entry.data().getShort(i * Short.BYTES));
            default -> integer(entry, i);
        };
    }

    private static long integer(Entry entry, int i) {
        return switch (entry.dtype()) {
            case "I64" -> entry.data().getLong(i * Long.BYTES);
            case "I32" -> entry.data().getInt(i * Integer.BYTES);
            case "U8" -> entry.data().get(i) & 0xFF;
            default -> throw new IllegalArgumentException("not an integer tensor: " + entry.dtype());
        };
    }
}
