package io.patchrank.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Map;

/** Metadata as the JSON text that a row keeps. Numbers come back as Integer, Long, BigInteger or Double. */
final class MetadataJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final int MAX_LENGTH = 1 << 20;

    private MetadataJson() {}

    /** Fails with {@code BAD_REQUEST} on metadata that could not be read back. */
    static String write(Map<String, Object> metadata) {
        try {
            String json = MAPPER.writeValueAsString(metadata);
            if (json.length() > MAX_LENGTH) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        "metadata",
                        "has " + json.length() + " characters as JSON, at most " + MAX_LENGTH + " are kept");
            }
            // Jackson writes numbers longer than it is willing to read; a row must never become unreadable.
            MAPPER.readValue(json, OBJECT);
            return json;
        } catch (JsonProcessingException e) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST, "metadata", "cannot be kept as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static Map<String, Object> read(String json) {
        try {
            return MAPPER.readValue(json, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("metadata is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
