package io.patchrank.pipeline.decode;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.imaging.ImageFile;
import io.patchrank.pipeline.message.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

/** The bytes behind an image source with what is known of them. Reading blocks. */
record SourceBytes(byte[] bytes, String sha256, Instant modified) {
    private static final char UNDECODABLE = '\uFFFD';

    static SourceBytes read(ImageSource source, long maxBytes) {
        return switch (source) {
            case ImageSource.OfFile file -> ofFile(Path.of(file.path()), maxBytes);
            case ImageSource.OfBytes b -> new SourceBytes(b.bytes(), ImageFile.sha256(b.bytes()), Instant.EPOCH);
        };
    }

    /** What the catalogue keeps of a file, but for the size of its picture; the content is not held in memory. */
    static ImageContent contentOf(Path path, long maxBytes) {
        Instant modified = modified(path);
        ImageFile.Digest digest = named(path, () -> ImageFile.digest(path, maxBytes));
        return new ImageContent(digest.sha256(), digest.size(), modified, 0, 0);
    }

    private static SourceBytes ofFile(Path path, long maxBytes) {
        // Taken before the content: a write in between then looks like a change, and is seen again.
        Instant modified = modified(path);
        ImageFile file = named(path, () -> ImageFile.read(path, maxBytes));
        return new SourceBytes(file.bytes(), file.sha256(), modified);
    }

    private static <T> T named(Path path, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (PatchrankException e) {
            throw path.toString().indexOf(UNDECODABLE) < 0 ? e : unnameable(path, e);
        }
    }

    /** The name that the system gave has no characters for its bytes, so the file cannot be named back to it. */
    private static PatchrankException unnameable(Path path, PatchrankException cause) {
        return new PatchrankException(
                ErrorCode.UNREADABLE_FILE,
                path.toString(),
                "its name is not in the encoding of this system; rename the file in UTF-8",
                cause);
    }

    private static Instant modified(Path path) {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (IOException e) {
            // Reading the file says better what is wrong with it.
            return Instant.EPOCH;
        }
    }

    ImageContent content(int width, int height) {
        return new ImageContent(sha256, bytes.length, modified, width, height);
    }
}
