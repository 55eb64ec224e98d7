package io.patchrank.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** JSON that users write on the command line or in files that they name there. */
final class JsonArguments {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonArguments() {}

    /**
     * @param subject the option, for errors
     * @throws PatchrankException {@code BAD_REQUEST}
     */
    static JsonObject object(String subject, String text) {
        try {
            return new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST, subject, "expected a JSON object: " + e.getMessage(), e);
        }
    }

    /** @throws PatchrankException {@code NOT_FOUND}, {@code UNREADABLE_FILE} or {@code BAD_REQUEST} */
    static JsonObject file(Path file) {
        try {
            return object(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, file.toString(), "there is no such file", e);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.UNREADABLE_FILE, file.toString(), "cannot be read: " + e, e);
        }
    }

    /** Values as JSON where they are numbers or booleans, else as text. */
    static JsonObject options(Map<String, String> options) {
        JsonObject body = new JsonObject();
        options.forEach((key, text) -> body.put(key, value(text)));
        return body;
    }

    private static Object value(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isIntegralNumber()) {
                return node.longValue();
            }
            if (node.isNumber()) {
                return node.doubleValue();
            }
            return node.isBoolean() ? (Object) node.booleanValue() : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
