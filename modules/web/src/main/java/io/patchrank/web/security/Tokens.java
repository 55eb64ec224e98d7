package io.patchrank.web.security;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.Secret;
import io.patchrank.pipeline.config.WebConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who may do what, by the bearer tokens of the configuration. Only digests are kept. Thread-safe. */
public final class Tokens {
    private static final String SCHEME = "bearer ";

    private final List<byte[]> readers;
    private final List<byte[]> writers;
    private final Access anonymous;

    private Tokens(List<byte[]> readers, List<byte[]> writers, Access anonymous) {
        this.readers = readers;
        this.writers = writers;
        this.anonymous = anonymous;
    }

    /**
     * Reads the tokens; blocks where they are in files.
     *
     * @throws PatchrankException {@code CONFIG_INVALID} naming key and file
     */
    public static Tokens of(WebConfig config) {
        return new Tokens(
                digests("web.read-tokens", config.readTokens()),
                digests("web.write-tokens", config.writeTokens()),
                anonymous(config));
    }

    private static Access anonymous(WebConfig config) {
        if (!config.readTokens().isEmpty()) {
            return Access.NONE;
        }
        if (!config.isLoopback() && !config.allowAnonymous()) {
            return Access.NONE;
        }
        return config.writeTokens().isEmpty() ? Access.WRITE : Access.READ;
    }

    private static List<byte[]> digests(String key, List<Secret> tokens) {
        return tokens.stream().map(token -> digest(token.read(key))).toList();
    }

    /**
     * What the sender of this {@code Authorization} header may do.
     *
     * @throws PatchrankException {@code UNAUTHORIZED} for a header that is no token of ours
     */
    public Access access(Optional<String> authorization) {
        if (authorization.isEmpty()) {
            return anonymous;
        }
        String header = authorization.get();
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw unauthorized("expected Authorization: Bearer and a token");
        }
        byte[] given = digest(header.substring(SCHEME.length()).strip());
        if (contains(writers, given)) {
            return Access.WRITE;
        }
        if (contains(readers, given)) {
            return Access.READ;
        }
        throw unauthorized("this token is not known here");
    }

    /** @throws PatchrankException {@code UNAUTHORIZED} or {@code FORBIDDEN} when that is less than what is needed */
    public void require(Access needed, Optional<String> authorization) {
        Access granted = access(authorization);
        if (granted.compareTo(needed) >= 0) {
            return;
        }
        if (authorization.isEmpty()) {
            throw unauthorized("a " + (needed == Access.WRITE ? "write" : "read") + " token is needed");
        }
        throw new PatchrankException(
                ErrorCode.FORBIDDEN, "Authorization", "this token may only read; a write token is needed");
    }

    private static PatchrankException unauthorized(String reason) {
        return new PatchrankException(ErrorCode.UNAUTHORIZED, "Authorization", reason);
    }

    /** Takes as long whatever the token, and however much of it is right. */
    private static boolean contains(List<byte[]> known, byte[] given) {
        boolean found = false;
        for (byte[] token : known) {
            found |= MessageDigest.isEqual(token, given);
        }
        return found;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
