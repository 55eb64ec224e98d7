package io.patchrank.web.contract;

import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.error.PatchrankException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of path and query as the document types them. */
final class ParameterReader {
    private final Schemas schemas;

    ParameterReader(Schemas schemas) {
        this.schemas = schemas;
    }

    /** @throws PatchrankException {@code BAD_REQUEST} naming a parameter that is wrong, unknown or given twice */
    Map<String, Object> read(RoutingContext context, Operation operation) {
        Set<String> known = operation.getParameters().stream()
                .filter(p -> p.getIn() == Location.QUERY)
                .map(Parameter::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> unknown = new TreeSet<>(context.queryParams().names());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw JsonFields.bad(String.join(", ", unknown), "unknown parameter; known are " + known);
        }
        Map<String, Object> values = new HashMap<>();
        for (Parameter parameter : operation.getParameters()) {
            text(context, parameter)
                    .map(text -> checked(parameter, text))
                    .or(() -> Optional.ofNullable(parameter.getSchema().<@Nullable Object>get("default")))
                    .ifPresent(value -> values.put(parameter.getName(), value));
        }
        return values;
    }

    private static Optional<String> text(RoutingContext context, Parameter parameter) {
        if (parameter.getIn() == Location.PATH) {
            return Optional.ofNullable(context.pathParam(parameter.getName()));
        }
        List<String> given = context.queryParam(parameter.getName());
        if (given.size() > 1) {
            throw JsonFields.bad(parameter.getName(), "given " + given.size() + " times");
        }
        if (given.isEmpty() && parameter.isRequired()) {
            throw JsonFields.bad(parameter.getName(), "this parameter is required");
        }
        return given.stream().findFirst();
    }

    private Object checked(Parameter parameter, String text) {
        String type = parameter.getSchema().get("type", "string");
        Object value = FormValues.parse(parameter.getName(), type, text);
        schemas.requireParameter(parameter.getName(), parameter.getSchema(), value);
        return value;
    }
}
