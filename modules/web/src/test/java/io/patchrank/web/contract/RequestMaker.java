package io.patchrank.web.contract;

import io.patchrank.web.Form;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Requests for the operations of the document, in turn. */
final class RequestMaker {
    private final ApiDocument document;
    private final ValueMaker values;
    private final List<Operation> operations;
    private int next;

    /**
     * @param wrong whether it breaks the document, so that it must be refused
     * @param shown the body, for people
     */
    record Made(
            Operation operation,
            String method,
            String path,
            Map<String, String> headers,
            BodyPublisher body,
            boolean wrong,
            String shown) {
        boolean hasDeadline() {
            return shown.contains("deadlineMs");
        }

        @Override
        public String toString() {
            String text = method + " " + path + " " + headers + " " + shown;
            return (wrong ? "wrong " : "right ") + text.substring(0, Math.min(1000, text.length()));
        }
    }

    RequestMaker(ApiDocument document, long seed, Path photos) {
        this.document = document;
        this.values = new ValueMaker(document, new Random(seed), photos);
        this.operations = document.operations().stream()
                .sorted(Comparator.comparing(Operation::getOperationId))
                .toList();
    }

    void knows(List<String> images, List<String> rejected, List<String> jobs) {
        values.knows(images, rejected, jobs);
    }

    Made next() {
        Operation operation = operations.get(next++ % operations.size());
        boolean wrong = values.chance(0.4);
        boolean hasBody = operation.getRequestBody() != null;
        List<String> breakable = new ArrayList<>();
        operation.getParameters().forEach(p -> breakable.add(p.getName()));
        breakable.add("?");
        if (hasBody) {
            breakable.addAll(List.of("body", "body", "body", "content type"));
        }
        String broken = wrong ? values.oneOf(breakable) : "";
        String path = path(operation, broken);
        return hasBody
                ? withBody(operation, path, broken, wrong)
                : new Made(
                        operation,
                        operation.getHttpMethod().name(),
                        path,
                        headers(operation),
                        BodyPublishers.noBody(),
                        wrong,
                        "");
    }

    private Map<String, String> headers(Operation operation) {
        Map<String, String> headers = new HashMap<>();
        if (operation.getOperationId().equals("search") && values.chance(0.3)) {
            headers.put("Accept", "text/event-stream");
        } else if (operation.getOperationId().equals("compare") && values.chance(0.3)) {
            headers.put("Accept", "image/png");
        } else if (values.chance(0.1)) {
            headers.put("Accept", values.oneOf(List.of("*/*", "text/html", "nonsense", "application/json;q=0.1")));
        }
        if (values.chance(0.05)) {
            headers.put("If-None-Match", values.oneOf(List.of("*", "\"x\"", "W/\"y\"")));
        }
        return headers;
    }

    private String path(Operation operation, String broken) {
        String path = operation.getOpenAPIPath();
        StringBuilder query = new StringBuilder();
        for (Parameter parameter : operation.getParameters()) {
            boolean wrong = parameter.getName().equals(broken);
            JsonObject schema = schema(parameter);
            if (parameter.getIn() == Location.PATH) {
                // Among all the images the rejected are too few to be met.
                String named = operation.getOperationId().equals("retryImage") ? "rejected" : parameter.getName();
                String text = wrong ? wrongText(parameter, schema) : text(values.right(named, schema));
                path = path.replace("{" + parameter.getName() + "}", encoded(text));
            } else if (wrong || values.chance(0.4)) {
                String text = wrong ? wrongText(parameter, schema) : text(values.right(parameter.getName(), schema));
                query.append('&').append(parameter.getName()).append('=').append(encoded(text));
            }
        }
        if (broken.equals("?")) {
            query.append('&').append(encoded("un" + values.oddText())).append("=1");
        }
        return query.isEmpty() ? path : path + "?" + query.substring(1);
    }

    private static JsonObject schema(Parameter parameter) {
        return parameter.getOpenAPIModel().getJsonObject("schema");
    }

    /** Texts have no type to get wrong: those without limits are made too long or none of the things they name. */
    private String wrongText(Parameter parameter, JsonObject schema) {
        JsonObject resolved = document.resolved(schema);
        if (resolved.getString("type").equals("array")) {
            return "INDEXED,GONE";
        }
        if (resolved.containsKey("maxLength")) {
            return "z".repeat(resolved.getInteger("maxLength") + 1);
        }
        return resolved.getString("type").equals("integer")
                ? values.oneOf(List.of("0", "-1", "1e99", "1.5", "x", "", "99999999999999999999", "NaN"))
                : "!" + parameter.getName();
    }

    private static String text(Object value) {
        return value instanceof JsonArray array
                ? String.join(",", array.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Made withBody(Operation operation, String path, String broken, boolean wrong) {
        Map<String, MediaType> content =
                new TreeMap<>(operation.getRequestBody().getContent());
        Map.Entry<String, MediaType> chosen = values.oneOf(List.copyOf(content.entrySet()));
        String type = chosen.getKey();
        JsonObject schema =
                document.resolved(chosen.getValue().getOpenAPIModel().getJsonObject("schema"));
        Map<String, String> headers = headers(operation);
        boolean breakBody = broken.equals("body");
        if (type.equals("application/json")) {
            String json = breakBody ? wrongJson(schema) : ((JsonObject) values.right("", schema)).encode();
            headers.put("Content-Type", broken.equals("content type") ? "text/csv" : type);
            return new Made(
                    operation,
                    operation.getHttpMethod().name(),
                    path,
                    headers,
                    BodyPublishers.ofString(json),
                    wrong,
                    json);
        }
        StringBuilder shown = new StringBuilder();
        Form form = form(schema, breakBody, shown);
        headers.put(
                "Content-Type",
                broken.equals("content type")
                        ? values.oneOf(List.of("multipart/form-data", "multipart/mixed"))
                        : form.contentType());
        return new Made(
                operation, operation.getHttpMethod().name(), path, headers, form.body(), wrong, shown.toString());
    }

    private String wrongJson(JsonObject schema) {
        JsonObject body = (JsonObject) values.right("", schema);
        JsonObject properties = schema.getJsonObject("properties");
        String property = values.oneOf(new ArrayList<>(new TreeSet<>(properties.fieldNames())));
        return switch (values.oneOf(
                List.of("type", "type", "type", "null", "extra", "cut", "array", "garbage", "deep"))) {
            case "null" -> body.putNull(property).encode();
            case "extra" -> body.put("un" + values.oddText(), 1).encode();
            case "cut" -> "{" + body.encode().substring(0, body.encode().length() - 1);
            case "array" -> "[" + body.encode() + "]";
            case "garbage" -> values.oneOf(List.of("", "nul", "\uFFFF", "\"text\"", "17", "{]"));
            case "deep" -> "[".repeat(3000) + "]".repeat(3000);
            default ->
                body.put(property, values.wrong(properties.getJsonObject(property)))
                        .encode();
        };
    }

    private Form form(JsonObject schema, boolean wrong, StringBuilder shown) {
        Form form = new Form();
        JsonObject properties = schema.getJsonObject("properties");
        String broken = wrong ? values.oneOf(List.of("extra", "twice", "file for text", "text for file")) : "";
        for (String name : new TreeSet<>(properties.fieldNames())) {
            JsonObject property = document.resolved(properties.getJsonObject(name));
            if ("binary".equals(property.getString("format"))) {
                shown.append(name).append("=(file) ");
                if (broken.equals("text for file")) {
                    form.field(name, "text");
                } else {
                    form.file(name, values.oddText().replace("\u0000", "").replace("\"", ""), values.picture());
                }
            } else if (values.chance(0.3)) {
                String text = text(values.right(name, property));
                shown.append(name).append('=').append(text).append(' ');
                form.field(name, text);
            }
        }
        switch (broken) {
            case "extra" -> form.field("unknown", "1");
            case "twice" -> form.field("metadata", "{}").field("metadata", "{}");
            case "file for text" -> form.file("deadlineMs", "a", new byte[3]);
            default -> {}
        }
        shown.append(broken);
        return form;
    }
}
