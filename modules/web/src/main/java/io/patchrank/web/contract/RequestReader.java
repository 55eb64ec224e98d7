package io.patchrank.web.contract;

import io.patchrank.api.bus.JsonFields;
import io.patchrank.web.http.Bus;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.Refusal;
import io.patchrank.web.http.Upload;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.RequestBody;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns requests into calls that fit the document; the document decides what fits. Event loop. */
public final class RequestReader {
    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data";
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    /** Stands for the bytes of an image while the rest is checked. */
    private static final String SOME_BYTES = "AAAA";
    /** JSON bodies above this size are parsed on a worker thread. */
    private static final int LARGE = 1 << 16;

    private final ApiDocument document;
    private final Schemas schemas;
    private final ParameterReader parameters;
    private final BodyReader bodies;
    private final Bus bus;

    public RequestReader(ApiDocument document, BodyReader bodies, Bus bus) {
        this.document = document;
        this.schemas = new Schemas(document.contract());
        this.parameters = new ParameterReader(schemas);
        this.bodies = bodies;
        this.bus = bus;
    }

    /** The call; fails with {@code BAD_REQUEST} naming what does not fit. */
    public Future<Call> read(RoutingContext context, Operation operation) {
        Map<String, Object> values = parameters.read(context, operation);
        RequestBody body = operation.getRequestBody();
        if (body == null) {
            return Future.succeededFuture(new Call(context, bus, values, new JsonObject(), Map.of()));
        }
        refusePacked(context);
        String type = contentType(context);
        MediaType expected = body.getContent().get(type);
        if (expected == null) {
            throw new Refusal(
                    UNSUPPORTED_MEDIA_TYPE,
                    HttpHeaders.CONTENT_TYPE.toString(),
                    "expected one of " + String.join(", ", body.getContent().keySet()) + ", got "
                            + (type.isEmpty() ? "none" : type));
        }
        return switch (type) {
            case JSON ->
                bodies.bytes(context)
                        .compose(bytes -> parsed(context, bytes))
                        .map(json -> call(context, values, expected, json, Map.of()));
            case FORM ->
                bodies.form(context)
                        .map(form -> call(context, values, expected, fields(expected, form.fields()), form.uploads()));
            default -> throw new IllegalStateException("nothing reads " + type);
        };
    }

    /** Nothing unpacks bodies: a small one could become a large one. */
    private static void refusePacked(RoutingContext context) {
        String coding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
            throw new Refusal(
                    UNSUPPORTED_MEDIA_TYPE,
                    HttpHeaders.CONTENT_ENCODING.toString(),
                    "bodies are taken as they are, not as " + coding);
        }
    }

    private static String contentType(RoutingContext context) {
        String header = Optional.ofNullable(context.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("");
        return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static Future<JsonObject> parsed(RoutingContext context, Buffer bytes) {
        return bytes.length() < LARGE
                ? Future.succeededFuture(parse(bytes))
                : context.vertx().executeBlocking(() -> parse(bytes), false);
    }

    private static JsonObject parse(Buffer bytes) {
        try {
            return new JsonObject(bytes);
        } catch (DecodeException | ClassCastException e) {
            throw JsonFields.bad("body", "expected a JSON object");
        }
    }

    private Call call(
            RoutingContext context,
            Map<String, Object> values,
            MediaType expected,
            JsonObject body,
            Map<String, Upload> uploads) {
        JsonObject checked = withoutBytes(schema(expected), body);
        uploads.forEach((name, upload) -> checked.put(name, SOME_BYTES));
        schemas.requireBody(expected.getSchema(), checked);
        return new Call(context, bus, values, body, uploads);
    }

    private JsonObject schema(MediaType type) {
        return document.resolved(type.getOpenAPIModel().getJsonObject("schema"));
    }

    /** Megabytes of Base64 are left to those who decode them. */
    private JsonObject withoutBytes(JsonObject schema, JsonObject body) {
        JsonObject small = body.copy();
        properties(schema).forEach((name, property) -> {
            Object value = small.getValue(name);
            if ("byte".equals(property.getString("format")) && value instanceof String) {
                small.put(name, SOME_BYTES);
            } else if (value instanceof JsonObject part) {
                small.put(name, withoutBytes(property, part));
            }
        });
        return small;
    }

    private JsonObject fields(MediaType expected, Map<String, String> texts) {
        Map<String, JsonObject> properties = properties(schema(expected));
        JsonObject fields = new JsonObject();
        texts.forEach((name, text) -> {
            JsonObject property = properties.getOrDefault(name, new JsonObject());
            if ("binary".equals(property.getString("format"))) {
                throw JsonFields.bad(name, "expected a file: a part with a file name");
            }
            fields.put(name, FormValues.parse(name, property.getString("type", "string"), text));
        });
        return fields;
    }

    private Map<String, JsonObject> properties(JsonObject schema) {
        Map<String, JsonObject> properties = new HashMap<>();
        JsonObject declared = schema.getJsonObject("properties", new JsonObject());
        declared.fieldNames().forEach(name -> properties.put(name, document.resolved(declared.getJsonObject(name))));
        return properties;
    }
}
