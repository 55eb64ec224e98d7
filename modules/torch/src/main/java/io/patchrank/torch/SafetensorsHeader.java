package io.patchrank.torch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of a safetensors file, checked against the length of the data behind it: known types, sizes that fit
 * the shapes, no overlap, no gap, nothing missing or left over.
 *
 * @param entries in the order of their data
 * @param metadata the free text of {@code __metadata__}
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    /** One tensor: bytes {@code [begin, end)} of the data. */
    record Entry(String name, SafetensorsType type, List<Long> shape, long begin, long end) {}

    /** What the reference implementation accepts; a longer header is not a header. */
    static final int MAX_BYTES = 100_000_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * @param subject names the file in errors
     * @param dataLength bytes that follow the header
     */
    static SafetensorsHeader parse(String subject, byte[] json, long dataLength) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw invalid(subject, "the header is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw invalid(subject, "the header is no JSON", e);
        }
        if (!root.isObject()) {
            throw invalid(subject, "the header is no JSON object", null);
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals("__metadata__")) {
                field.getValue()
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            } else {
                entries.add(entry(subject, field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        checkCoverage(subject, entries, dataLength);
        return new SafetensorsHeader(List.copyOf(entries), Map.copyOf(metadata));
    }

    private static Entry entry(String subject, String name, JsonNode node) {
        SafetensorsType type = SafetensorsType.named(node.path("dtype").asText())
                .orElseThrow(() -> invalid(
                        subject,
                        "tensor " + name + " has the unknown type "
                                + node.path("dtype").asText(),
                        null));
        List<Long> shape = longs(subject, name, node.path("shape"));
        List<Long> offsets = longs(subject, name, node.path("data_offsets"));
        if (offsets.size() != 2 || offsets.get(1) < offsets.get(0)) {
            throw invalid(subject, "tensor " + name + " has no valid data_offsets", null);
        }
        try {
            long bytes = type.bytes();
            for (long side : shape) {
                bytes = Math.multiplyExact(bytes, side);
            }
            if (bytes != offsets.get(1) - offsets.get(0)) {
                throw invalid(
                        subject,
                        "tensor " + name + " takes " + bytes + " bytes but has " + (offsets.get(1) - offsets.get(0)),
                        null);
            }
        } catch (ArithmeticException e) {
            throw invalid(subject, "tensor " + name + " has an impossible shape", e);
        }
        return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
    }

    private static List<Long> longs(String subject, String name, JsonNode array) {
        if (!array.isArray()) {
            throw invalid(subject, "tensor " + name + " lacks shape or data_offsets", null);
        }
        List<Long> values = new ArrayList<>();
        for (JsonNode number : array) {
            if (!number.canConvertToLong() || !number.isIntegralNumber() || number.asLong() < 0) {
                throw invalid(subject, "tensor " + name + " has a number that is no size: " + number, null);
            }
            values.add(number.asLong());
        }
        return values;
    }

    private static void checkCoverage(String subject, List<Entry> entries, long dataLength) {
        long end = 0;
        for (Entry entry : entries) {
            if (entry.begin() != end) {
                throw invalid(
                        subject,
                        "tensor " + entry.name() + (entry.begin() < end ? " overlaps another" : " follows a gap"),
                        null);
            }
            end = entry.end();
            if (end > dataLength) {
                throw invalid(
                        subject,
                        "tensor " + entry.name() + " ends " + (end - dataLength)
                                + " bytes after the file; is the file complete?",
                        null);
            }
        }
        if (end != dataLength) {
            throw invalid(subject, (dataLength - end) + " bytes belong to no tensor", null);
        }
    }

    static PatchrankException invalid(String subject, String reason, @Nullable Throwable cause) {
        return new PatchrankException(ErrorCode.MODEL_INVALID, subject, reason, cause);
    }
}
