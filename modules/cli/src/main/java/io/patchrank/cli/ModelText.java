package io.patchrank.cli;

import io.patchrank.pipeline.models.ModelContent;
import io.patchrank.pipeline.models.ModelRow;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Models as JSON and as lines; what is not known is left out. */
final class ModelText {
    private ModelText() {}

    /** What {@code --json} prints of a model of the registry. */
    static Map<String, Object> json(ModelRow row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", row.name());
        json.put("kind", row.kind());
        json.put("title", row.title());
        json.put("licence", row.licence());
        json.put("page", row.page());
        json.put("sources", row.sources());
        json.put("file", row.file().toString());
        row.size().ifPresent(bytes -> json.put("size", bytes));
        row.sha256().ifPresent(hex -> json.put("sha256", hex));
        json.put("trust", row.trust());
        json.put("state", row.state());
        if (!row.problem().isEmpty()) {
            json.put("problem", row.problem());
        }
        if (row.partBytes() > 0) {
            json.put("partBytes", row.partBytes());
        }
        json.put("defaults", row.defaults());
        return json;
    }

    /** What {@code --json} prints of a file. */
    static Map<String, Object> json(ModelContent content) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", content.file().toString());
        json.put("size", content.size());
        json.put("sha256", content.sha256());
        content.tensors().ifPresent(tensors -> {
            json.put("tensors", tensors.count());
            json.put("parameters", tensors.parameters());
            json.put("types", tensors.types());
            json.put("looksLike", tensors.looksLike());
        });
        return json;
    }

    /** {@code key value} on lines of their own; lists and maps joined. */
    static String lines(Map<String, Object> json) {
        return json.entrySet().stream()
                .map(e -> "%-10s %s".formatted(e.getKey(), value(e.getValue())))
                .collect(Collectors.joining("\n"));
    }

    private static String value(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining(", "));
            case Iterable<?> items -> {
                StringBuilder text = new StringBuilder();
                items.forEach(item -> text.append(text.isEmpty() ? "" : ", ").append(item));
                yield text.toString();
            }
            default -> value.toString();
        };
    }

    /** Decimal, as publishers do. */
    static String size(OptionalLong bytes) {
        if (bytes.isEmpty()) {
            return "?";
        }
        double megabytes = bytes.getAsLong() / 1e6;
        return megabytes < 1000
                ? String.format(Locale.ROOT, megabytes < 10 ? "%.1f MB" : "%.0f MB", megabytes)
                : String.format(Locale.ROOT, "%.1f GB", megabytes / 1000);
    }
}
