package io.patchrank.web.contract;

import io.patchrank.pipeline.TestPictures;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Values that fit a schema, and values that do not. */
final class ValueMaker {
    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "a",
            "ünïcödé",
            "日本語テキスト",
            "\u202Egnp.exe",
            "🖼️👩‍👩‍👧",
            "a\u0000b",
            "'; DROP TABLE images; --",
            "<script>alert(1)</script>",
            "../../../../etc/passwd",
            "/etc/passwd",
            "%2e%2e%2f",
            "{{7*7}}",
            "null",
            "x".repeat(5000));
    private static final List<Object> FILTERS = List.of(
            new JsonObject(),
            new JsonObject().put("field", "name").put("exists", true),
            new JsonObject().put("sourcePrefix", "/"),
            new JsonObject().put("not", new JsonObject().put("field", "a").put("equals", 1)),
            new JsonObject().put("field", "year").put("from", 1900));

    private final ApiDocument document;
    private final Random random;
    private final Path photos;
    private List<String> ids = List.of();
    private List<String> rejected = List.of();
    private List<String> jobs = List.of();

    ValueMaker(ApiDocument document, Random random, Path photos) {
        this.document = document;
        this.random = random;
        this.photos = photos;
    }

    void knows(List<String> images, List<String> refused, List<String> started) {
        ids = images;
        rejected = refused;
        jobs = started;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    String oddText() {
        return oneOf(ODD_TEXTS);
    }

    String id() {
        return ids.isEmpty() || chance(0.1) ? "%016x".formatted(random.nextLong()) : oneOf(ids);
    }

    byte[] picture() {
        byte[] bytes = TestPictures.png(random.nextInt(8));
        if (chance(0.15)) {
            return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        if (chance(0.1)) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    /** Fits the schema; what it means may still be refused. */
    Object right(String name, JsonObject schema) {
        JsonObject resolved = document.resolved(schema);
        if (resolved.containsKey("enum")) {
            return oneOf(resolved.getJsonArray("enum").stream().toList());
        }
        return switch (resolved.getString("type", "string")) {
            case "integer" -> integer(resolved);
            case "number" -> random.nextDouble();
            case "boolean" -> random.nextBoolean();
            case "array" -> new JsonArray(List.of(right(name, resolved.getJsonObject("items"))));
            case "object" -> object(name, resolved);
            default -> text(name, resolved);
        };
    }

    /** A whole number; sometimes written with a fraction, which fits as well. */
    private Number integer(JsonObject schema) {
        int whole = schema.getInteger("minimum", 1) + random.nextInt(chance(0.9) ? 200 : 100_000_000);
        if (chance(0.2)) {
            return (double) whole;
        }
        return whole;
    }

    private JsonObject object(String name, JsonObject schema) {
        if (schema.getJsonObject("properties") == null) {
            return switch (name) {
                case "filter" -> ((JsonObject) oneOf(FILTERS)).copy();
                case "rerankOptions" -> chance(0.5) ? new JsonObject() : new JsonObject().put("threshold", 0.5);
                default -> new JsonObject().put(oddText(), oddText());
            };
        }
        JsonObject made = new JsonObject();
        JsonObject properties = schema.getJsonObject("properties");
        Set<String> images = new HashSet<>(properties.fieldNames());
        images.retainAll(Set.of("image", "path", "id"));
        String image = images.isEmpty() ? "" : oneOf(new ArrayList<>(new java.util.TreeSet<>(images)));
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        for (String property : new java.util.TreeSet<>(properties.fieldNames())) {
            boolean isImage = images.contains(property);
            if (required.contains(property) || property.equals(image) || !isImage && chance(0.25)) {
                made.put(property, right(property, properties.getJsonObject(property)));
            }
        }
        return made;
    }

    private String text(String name, JsonObject schema) {
        if ("byte".equals(schema.getString("format"))) {
            return Base64.getEncoder().encodeToString(picture());
        }
        return switch (name) {
            case "id", "after" -> id();
            case "rejected" -> rejected.isEmpty() || chance(0.5) ? id() : oneOf(rejected);
            case "crop" -> chance(0.7) ? "0,0,%d,32".formatted(8 + random.nextInt(200)) : "999999,0,1,1";
            case "path", "folder" ->
                chance(0.6) ? photos.resolve(random.nextInt(7) + ".png").toString() : cut(oddText(), schema);
            case "filter" -> oneOf(FILTERS).toString();
            case "job" -> jobs.isEmpty() ? "none" : oneOf(jobs);
            case "v" -> "0123456789abcdef";
            case "rerank" -> oneOf(List.of("none", "mutual-nn", "ames", "nothing"));
            default -> cut(oddText(), schema);
        };
    }

    private static String cut(String text, JsonObject schema) {
        int most = schema.getInteger("maxLength", 10_000);
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** Of another type than the schema's, or beyond its limits. */
    Object wrong(JsonObject schema) {
        JsonObject resolved = document.resolved(schema);
        if (resolved.containsKey("minimum") && chance(0.4)) {
            return resolved.getInteger("minimum") - 1 - random.nextInt(1000);
        }
        if (resolved.containsKey("maxLength") && chance(0.4)) {
            return "y".repeat(resolved.getInteger("maxLength") + 1);
        }
        if ((resolved.containsKey("pattern") || resolved.containsKey("enum")) && chance(0.5)) {
            return "!" + oddText();
        }
        List<Object> others = new ArrayList<>(List.of(
                new JsonArray().add(new JsonArray().add(1)), new JsonObject().put("a", 1), "text?", true, 1.5, -1e300));
        others.removeIf(value -> fits(value, resolved));
        return oneOf(others);
    }

    private static boolean fits(Object value, JsonObject schema) {
        return switch (schema.getString("type", "string")) {
            case "integer" -> false;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "array" -> value instanceof JsonArray;
            case "object" -> value instanceof JsonObject;
            default -> value instanceof String;
        };
    }
}
