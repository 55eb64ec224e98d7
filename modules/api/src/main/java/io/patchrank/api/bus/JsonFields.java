package io.patchrank.api.bus;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.json.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the fields of a request body: wrong types and unknown fields are {@code BAD_REQUEST} naming the field. */
public final class JsonFields {
    private final JsonObject body;
    private final Set<String> read = new HashSet<>();

    public JsonFields(JsonObject body) {
        this.body = body;
    }

    public <T> Optional<T> optional(String field, Class<T> type) {
        read.add(field);
        Object value = body.getValue(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw bad(field, "expected " + type.getSimpleName() + ", got " + value);
        }
        return Optional.of(type.cast(value));
    }

    public <T> T required(String field, Class<T> type) {
        return optional(field, type).orElseThrow(() -> bad(field, "this field is required"));
    }

    public Optional<Integer> positive(String field) {
        return optional(field, Number.class).map(n -> {
            if (n.intValue() < 1 || n.doubleValue() != n.intValue()) {
                throw bad(field, "expected a whole number of at least 1, got " + n);
            }
            return n.intValue();
        });
    }

    /** A path, not resolved against any folder; one that no file can have is refused. */
    public Optional<String> path(String field) {
        return optional(field, String.class).map(text -> {
            try {
                return Path.of(text).toString();
            } catch (InvalidPathException e) {
                throw bad(field, "expected a path: " + e.getReason());
            }
        });
    }

    public Optional<Duration> millis(String field) {
        return positive(field).map(Duration::ofMillis);
    }

    /** Bytes in Base64, in the plain or the URL-safe alphabet, padded or not. */
    public Optional<byte[]> base64(String field) {
        return optional(field, String.class).map(text -> {
            try {
                return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            } catch (IllegalArgumentException e) {
                throw bad(field, "expected bytes in Base64");
            }
        });
    }

    public boolean flag(String field, boolean whenAbsent) {
        return optional(field, Boolean.class).orElse(whenAbsent);
    }

    public JsonObject object(String field) {
        return optional(field, JsonObject.class).orElseGet(JsonObject::new);
    }

    /** Call last: refuses fields that nobody asked for. */
    public void refuseUnknown() {
        Set<String> unknown = new TreeSet<>(body.fieldNames());
        unknown.removeAll(read);
        if (!unknown.isEmpty()) {
            throw bad(String.join(", ", unknown), "unknown field; known are " + new TreeSet<>(read));
        }
    }

    public static PatchrankException bad(String field, String reason) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, field, reason);
    }
}
