package io.patchrank.web.contract;

import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.error.PatchrankException;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaValidationException;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.List;

/** Checks values against schemas of the document. */
final class Schemas {
    private final OpenAPIContract contract;

    Schemas(OpenAPIContract contract) {
        this.contract = contract;
    }

    /**
     * @param name of the value, for the failure
     * @throws PatchrankException {@code BAD_REQUEST} naming the field that does not fit
     */
    void require(String name, JsonSchema schema, Object value) {
        OutputUnit result = contract.getSchemaRepository().validator(schema).validate(value);
        try {
            result.checkValidity();
        } catch (JsonSchemaValidationException e) {
            throw JsonFields.bad(field(name, result), reason(result, e));
        }
    }

    private static String field(String name, OutputUnit result) {
        OutputUnit deepest = deepest(result);
        String place = String.valueOf(deepest.getInstanceLocation()).replaceFirst("^#/?", "");
        return place.isEmpty() ? name : place;
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
