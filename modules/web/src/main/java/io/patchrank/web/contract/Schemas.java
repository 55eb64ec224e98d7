package io.patchrank.web.contract;

import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.error.PatchrankException;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaValidationException;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks values against schemas of the document. Event loop. */
final class Schemas {
    private final OpenAPIContract contract;
    /** By the very object that the contract has: to compare schemas would be to read them through. */
    private final Map<JsonSchema, Validator> validators = new IdentityHashMap<>();

    Schemas(OpenAPIContract contract) {
        this.contract = contract;
    }

    /** @throws PatchrankException {@code BAD_REQUEST} naming the parameter when it does not fit */
    void requireParameter(String name, JsonSchema schema, Object value) {
        violation(schema, value).ifPresent(v -> {
            throw JsonFields.bad(name, v.reason());
        });
    }

    /** @throws PatchrankException {@code BAD_REQUEST} naming the field that does not fit */
    void requireBody(JsonSchema schema, Object body) {
        violation(schema, body).ifPresent(v -> {
            throw JsonFields.bad(v.field().isEmpty() ? "body" : v.field(), v.reason());
        });
    }

    /** @param field steps to the value joined by slashes; empty for the whole */
    private record Violation(String field, String reason) {}

    private Optional<Violation> violation(JsonSchema schema, Object value) {
        OutputUnit result = validators
                .computeIfAbsent(schema, contract.getSchemaRepository()::validator)
                .validate(value);
        try {
            result.checkValidity();
            return Optional.empty();
        } catch (JsonSchemaValidationException e) {
            String field = String.valueOf(deepest(result).getInstanceLocation()).replaceFirst("^#/?", "");
            return Optional.of(new Violation(field, reason(result, e)));
        }
    }

    private static String reason(OutputUnit result, JsonSchemaValidationException e) {
        String error = deepest(result).getError();
        return error == null ? String.valueOf(e.getMessage()) : error;
    }

    /** The errors go from the whole to the part that is wrong. */
    private static OutputUnit deepest(OutputUnit result) {
        List<OutputUnit> errors = result.getErrors();
        return errors == null || errors.isEmpty() ? result : errors.getLast();
    }
}
