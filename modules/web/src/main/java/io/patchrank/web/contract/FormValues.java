package io.patchrank.web.contract;

import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Texts of query strings and forms as JSON values. */
final class FormValues {
    private static final int LONGEST_NUMBER = 40;

    private FormValues() {}

    /**
     * @param type of the schema
     * @throws PatchrankException {@code BAD_REQUEST} naming the field
     */
    static Object parse(String name, String type, String text) {
        return switch (type) {
            case "integer", "number" -> number(name, text);
            case "boolean" -> bool(name, text);
            case "object" -> object(name, text);
            case "array" -> new JsonArray(new ArrayList<>(List.of(text.split(",", -1))));
            default -> text;
        };
    }

    private static Number number(String name, String text) {
        if (text.length() > LONGEST_NUMBER) {
            throw JsonFields.bad(name, "expected a number");
        }
        try {
            // A schema takes 64.0 for an integer: so must those who read it.
            BigDecimal value = new BigDecimal(text).stripTrailingZeros();
            return value.scale() <= 0 && (long) value.precision() - value.scale() < 19
                    ? narrow(value.longValueExact())
                    : finite(name, value.doubleValue());
        } catch (NumberFormatException e) {
            throw JsonFields.bad(name, "expected a number");
        }
    }

    /** JSON has no infinity. */
    private static Double finite(String name, double value) {
        if (Double.isInfinite(value)) {
            throw JsonFields.bad(name, "this number is too large");
        }
        return value;
    }

    private static Number narrow(long value) {
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    private static boolean bool(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw JsonFields.bad(name, "expected true or false");
        };
    }

    private static JsonObject object(String name, String text) {
        try {
            return new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            throw JsonFields.bad(name, "expected a JSON object");
        }
    }
}
