package io.patchrank.evaluation.report;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives the file behind an image name. */
@FunctionalInterface
public interface ImageSource {
    /**
     * Reads one file.
     *
     * @param name as it stands in the ranked lists
     * @return the bytes of the image file
     * @throws PatchrankException when they cannot be had
     */
    byte[] bytes(String name);

    /** Names are paths relative to {@code folder}. */
    static ImageSource folder(Path folder) {
        return name -> {
            Path file = folder.resolve(name);
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new PatchrankException(ErrorCode.UNREADABLE_FILE, file.toString(), "the image cannot be read", e);
            }
        };
    }
}
