package io.patchrank.pipeline.index;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.imaging.AtomicFile;
import io.patchrank.imaging.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Images that came as bytes, kept as files named by their digest: the same bytes are kept once. Blocks. */
final class Uploads {
    private static final Pattern EXTENSION = Pattern.compile(".*(\\.[a-z0-9]{1,5})");

    private final Path folder;

    Uploads(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the bytes durably.
     *
     * @param name only its ending is used
     * @return the file, absolute
     */
    Path keep(String name, byte[] bytes) {
        Matcher extension = EXTENSION.matcher(name.toLowerCase(Locale.ROOT));
        Path file = folder.resolve(ImageFile.sha256(bytes) + (extension.matches() ? extension.group(1) : ""));
        if (Files.exists(file)) {
            return file;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.IO_FAILED, folder.toString(), "the folder of uploads cannot be made: " + e, e);
        }
        AtomicFile.write(file, bytes);
        return file;
    }
}
