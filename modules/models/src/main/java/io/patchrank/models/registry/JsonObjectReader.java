package io.patchrank.models.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Takes typed fields out of a JSON object, and then refuses what is left over: a misspelt field is a mistake. */
final class JsonObjectReader {
    private final JsonNode node;
    private final Set<String> known = new LinkedHashSet<>();

    JsonObjectReader(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected an object");
        }
        this.node = node;
    }

    String text(String field) {
        return optionalText(field).orElseThrow(() -> new IllegalArgumentException(field + " is missing"));
    }

    Optional<String> optionalText(String field) {
        return take(field).map(value -> {
            require(value.isTextual() && !value.asText().isBlank(), field, "text");
            return value.asText();
        });
    }

    OptionalLong optionalLong(String field) {
        return take(field)
                .map(value -> {
                    require(value.isIntegralNumber() && value.canConvertToLong(), field, "a whole number");
                    return OptionalLong.of(value.asLong());
                })
                .orElse(OptionalLong.empty());
    }

    OptionalInt optionalInt(String field) {
        return take(field)
                .map(value -> {
                    require(value.canConvertToInt() && value.asInt() > 0, field, "a positive whole number");
                    return OptionalInt.of(value.asInt());
                })
                .orElse(OptionalInt.empty());
    }

    List<String> texts(String field) {
        JsonNode array = take(field).orElseThrow(() -> new IllegalArgumentException(field + " is missing"));
        require(array.isArray(), field, "a list of texts");
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array) {
            require(item.isTextual(), field, "a list of texts");
            texts.add(item.asText());
        }
        return texts;
    }

    List<JsonNode> items(String field) {
        JsonNode array = take(field).orElseThrow(() -> new IllegalArgumentException(field + " is missing"));
        require(array.isArray(), field, "a list");
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    Optional<JsonNode> take(String field) {
        known.add(field);
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /** To be called when every field that may be there was asked for. */
    void refuseOthers() {
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new IllegalArgumentException(
                        "unknown field " + field + "; there are " + String.join(", ", known));
            }
        });
    }

    private static void require(boolean holds, String field, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + " must be " + expected);
        }
    }
}
