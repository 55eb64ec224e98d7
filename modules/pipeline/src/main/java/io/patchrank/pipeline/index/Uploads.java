package io.patchrank.pipeline.index;

import io.patchrank.api.error.DiskFailure;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.imaging.AtomicFile;
import io.patchrank.imaging.ImageFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images that came as bytes, kept as files named by their digest: the same bytes are kept once. Blocks. */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
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
            // Not the folders above: where those are gone, an unmounted disk would be written to.
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            LOG.debug("{} was made by another upload", folder, e);
        } catch (IOException e) {
            DiskFailure meaning = DiskFailure.of(e);
            throw new PatchrankException(
                    meaning.code(), folder.toString(), "the folder of uploads: " + meaning.reason(), e);
        }
        AtomicFile.write(file, bytes);
        return file;
    }
}
