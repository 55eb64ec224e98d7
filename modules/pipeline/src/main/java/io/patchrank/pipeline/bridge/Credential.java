package io.patchrank.pipeline.bridge;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a frame must carry in its headers.
 *
 * @param header its name
 */
record Credential(String header, String value) {
    private static final int SECRET_BYTES = 32;

    /** One that nobody can guess. */
    static Credential random(String header) {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Credential(header, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Compares in a time that says nothing of how much was right. Takes the credential out: it stays on this side. */
    boolean takenFrom(JsonObject frame) {
        return frame.getValue("headers") instanceof JsonObject headers
                && headers.remove(header) instanceof String given
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    /** Not with its value, which would end in a log. */
    @Override
    public String toString() {
        return header;
    }
}
