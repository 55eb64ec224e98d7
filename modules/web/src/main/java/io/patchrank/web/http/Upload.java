package io.patchrank.web.http;

import io.vertx.core.buffer.Buffer;

/**
 * A file that came with a request.
 *
 * @param name as the caller's program calls it, without folders and control characters
 * @param bytes of the whole file
 */
public record Upload(String name, Buffer bytes) {
    private static final int LONGEST_NAME = 200;

    /** Takes the name apart from whatever folders a browser or an attacker has put before it. */
    public static Upload of(String name, Buffer bytes) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String plain = last.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .filter(Character::isDefined)
                .limit(LONGEST_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return new Upload(plain, bytes);
    }
}
