package io.patchrank.pipeline.config;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A value that nobody should see: written itself, or as {@code @/path/file}, whose content it is. Never printed. */
public record Secret(String text) {
    /** Characters; fewer can be guessed. */
    static final int SHORTEST = 16;

    private static final String FROM_FILE = "@";

    /** Whether there is none. */
    public boolean isEmpty() {
        return text.isBlank();
    }

    /** Whether it can be guessed; of one in a file, {@link #read} tells. */
    boolean isTooShort() {
        return !isInFile() && text.strip().length() < SHORTEST;
    }

    private boolean isInFile() {
        return text.startsWith(FROM_FILE);
    }

    /**
     * The secret itself, without the white space around it. Blocks.
     *
     * @param key that it belongs to, for errors
     * @throws PatchrankException {@code CONFIG_INVALID} naming the key, of a file that cannot be read or of a secret that
     *     can be guessed
     */
    public String read(String key) {
        String secret = isInFile() ? readFile(key, text.substring(FROM_FILE.length())) : text.strip();
        if (secret.length() < SHORTEST) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, key, "a token of fewer than " + SHORTEST + " characters can be guessed");
        }
        return secret;
    }

    private static String readFile(String key, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, key, "the file " + file + " that holds it cannot be read: " + e, e);
        }
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
