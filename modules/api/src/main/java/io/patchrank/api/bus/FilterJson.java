package io.patchrank.api.bus;

import io.patchrank.api.gallery.MetadataFilter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/**
 * The JSON form of {@link MetadataFilter}. One of
 *
 * <pre>
 * {}                                              everything
 * {"all": [filter, …]}   {"any": [filter, …]}     {"not": filter}
 * {"field": "city", "equals": "Paris"}            string, number or boolean
 * {"field": "year", "from": 1900, "to": 1950}     either end may be left out
 * {"field": "city", "exists": true}
 * {"sourcePrefix": "/photos/2024/"}
 * {"text": "two words"}                           source and metadata values contain every word
 * </pre>
 */
public final class FilterJson {
    private static final int MOST_WORDS = 32;

    private FilterJson() {}

    public static MetadataFilter parse(JsonObject body) {
        if (body.isEmpty()) {
            return MetadataFilter.ANY;
        }
        JsonFields fields = new JsonFields(body);
        MetadataFilter filter = read(fields, body);
        fields.refuseUnknown();
        return filter;
    }

    private static MetadataFilter read(JsonFields fields, JsonObject body) {
        if (body.containsKey("all")) {
            return new MetadataFilter.All(parts(fields.required("all", JsonArray.class)));
        }
        if (body.containsKey("any")) {
            return new MetadataFilter.AnyOf(parts(fields.required("any", JsonArray.class)));
        }
        if (body.containsKey("not")) {
            return new MetadataFilter.Not(parse(fields.required("not", JsonObject.class)));
        }
        if (body.containsKey("sourcePrefix")) {
            return new MetadataFilter.SourcePrefix(fields.required("sourcePrefix", String.class));
        }
        if (body.containsKey("text")) {
            return text(fields.required("text", String.class));
        }
        return ofField(fields, body);
    }

    private static MetadataFilter text(String text) {
        List<String> words = Arrays.stream(text.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.size() > MOST_WORDS) {
            throw JsonFields.bad("text", "at most " + MOST_WORDS + " words, got " + words.size());
        }
        return new MetadataFilter.Text(words);
    }

    private static MetadataFilter ofField(JsonFields fields, JsonObject body) {
        String field = fields.required("field", String.class);
        if (body.containsKey("equals")) {
            Object value = fields.required("equals", Object.class);
            if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                throw JsonFields.bad("equals", "expected a string, a number or a boolean, got " + value);
            }
            return new MetadataFilter.Equals(field, value);
        }
        if (body.containsKey("exists")) {
            MetadataFilter exists = new MetadataFilter.Exists(field);
            return fields.flag("exists", true) ? exists : new MetadataFilter.Not(exists);
        }
        if (body.containsKey("from") || body.containsKey("to")) {
            return new MetadataFilter.Range(
                    field,
                    fields.optional("from", Number.class)
                            .map(Number::doubleValue)
                            .orElse(Double.NEGATIVE_INFINITY),
                    fields.optional("to", Number.class).map(Number::doubleValue).orElse(Double.POSITIVE_INFINITY));
        }
        throw JsonFields.bad(field, "say what the field must be: equals, from/to or exists");
    }

    private static List<MetadataFilter> parts(JsonArray array) {
        return array.stream()
                .map(part -> {
                    if (part instanceof JsonObject object) {
                        return parse(object);
                    }
                    throw JsonFields.bad("filter", "expected an object, got " + part);
                })
                .toList();
    }
}
