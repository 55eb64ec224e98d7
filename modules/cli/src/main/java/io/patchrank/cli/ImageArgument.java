package io.patchrank.cli;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An image that is named on the command line. */
final class ImageArgument {
    private static final String GALLERY = "id:";

    private ImageArgument() {}

    /**
     * A file by its path, or an image of the gallery as {@code id:ID}.
     *
     * @param maxBytes a larger file is refused
     * @throws PatchrankException those of {@link #read}, and {@code BAD_REQUEST} for an id that none can be
     */
    static QuerySource parse(String text, long maxBytes) {
        return isId(text)
                ? new QuerySource.Gallery(new ImageId(text.substring(GALLERY.length())))
                : new QuerySource.Bytes(read(Path.of(text), maxBytes));
    }

    static boolean isId(String text) {
        return text.startsWith(GALLERY);
    }

    /** @throws PatchrankException {@code NOT_FOUND}, {@code UNREADABLE_FILE} or {@code IMAGE_TOO_LARGE} */
    static byte[] read(Path file, long maxBytes) {
        try {
            if (Files.isDirectory(file)) {
                throw new PatchrankException(
                        ErrorCode.UNREADABLE_FILE, file.toString(), "it is a folder; name an image file");
            }
            // Opening a pipe would wait for a writer.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new PatchrankException(
                        ErrorCode.UNREADABLE_FILE,
                        file.toString(),
                        "it is a pipe, socket or device; name a regular file");
            }
            if (Files.size(file) > maxBytes) {
                throw new PatchrankException(
                        ErrorCode.IMAGE_TOO_LARGE,
                        file.toString(),
                        "the file is above the limit of " + maxBytes + " bytes (decode.max-bytes)");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, file.toString(), "there is no such file", e);
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.UNREADABLE_FILE, file.toString(), "it cannot be read; check its permissions", e);
        }
    }
}
