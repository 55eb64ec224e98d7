package io.patchrank.api.error;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;

/** Java has no exception type for a full disk, only the texts of the operating systems. */
public final class FullDisk {
    /** Linux and macOS, quotas, Windows. */
    private static final List<String> TEXTS =
            List.of("no space left on device", "quota exceeded", "not enough space on the disk");

    private FullDisk() {}

    /** Whether the write failed for want of space or quota. A message in the user's language is not recognised. */
    public static boolean isCauseOf(IOException failure) {
        String reason = failure instanceof FileSystemException f ? f.getReason() : failure.getMessage();
        String text = String.valueOf(reason).toLowerCase(Locale.ROOT);
        return TEXTS.stream().anyMatch(text::contains);
    }
}
