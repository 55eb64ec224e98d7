package io.patchrank.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Options that one request sets for a re-ranker, as they come out of JSON. Every option is asked for once; then
 * {@link #requireAllKnown} refuses what nobody asked for. Errors: {@code BAD_REQUEST} naming the option.
 */
final class Overrides {
    private final Map<String, Object> given;
    private final Set<String> known = new TreeSet<>();

    Overrides(Map<String, Object> given) {
        this.given = given;
    }

    float number(String key, float standard) {
        known.add(key);
        return switch (given.getOrDefault(key, standard)) {
            case Number number -> number.floatValue();
            case Object other -> throw refuse(key, other, "a number");
        };
    }

    int whole(String key, int standard) {
        known.add(key);
        return switch (given.getOrDefault(key, standard)) {
            case Integer number -> number;
            case Long number when number == number.intValue() -> number.intValue();
            case Object other -> throw refuse(key, other, "a whole number");
        };
    }

    boolean flag(String key, boolean standard) {
        known.add(key);
        return switch (given.getOrDefault(key, standard)) {
            case Boolean flag -> flag;
            case Object other -> throw refuse(key, other, "true or false");
        };
    }

    String choice(String key, String standard, Set<String> choices) {
        known.add(key);
        return switch (given.getOrDefault(key, standard)) {
            case String chosen when choices.contains(chosen) -> chosen;
            case Object other -> throw refuse(key, other, "one of " + choices);
        };
    }

    /** Empty where the request does not choose. */
    Optional<String> choice(String key, Set<String> choices) {
        known.add(key);
        return given.containsKey(key) ? Optional.of(choice(key, "", choices)) : Optional.empty();
    }

    void requireAllKnown() {
        for (String key : given.keySet()) {
            if (!known.contains(key)) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST, key, "not an option of this re-ranker; it knows " + known);
            }
        }
    }

    static float requireBetween(String key, float value, float least, float most) {
        if (!(value >= least && value <= most)) {
            throw refuse(key, value, "a number from " + least + " to " + most);
        }
        return value;
    }

    static int requireAtLeast(String key, int value, int least) {
        if (value < least) {
            throw refuse(key, value, "a whole number of at least " + least);
        }
        return value;
    }

    private static PatchrankException refuse(String key, Object value, String wanted) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, key, "must be " + wanted + ", not " + value);
    }
}
