package io.patchrank.pipeline.config;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A value that nobody should see: written itself, or as {@code @/path/file}, whose content it is. Never printed. */
public record Secret(String text) {
    private static final String FROM_FILE = "@";

    /** Whether {@link #read} goes to a file. */
    public boolean isInFile() {
        return text.startsWith(FROM_FILE);
    }

    /**
     * The secret itself, without the white space around it. Blocks.
     *
     * @param key that it belongs to, for errors
     * @throws PatchrankException {@code CONFIG_INVALID} naming key and file that cannot be read
     */
    public String read(String key) {
        if (!isInFile()) {
            return text.strip();
        }
        String file = text.substring(FROM_FILE.length());
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
