package io.patchrank.pipeline.watch;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Files and folders whose names are no text in the encoding of the system. What could be kept of such a name leads back
 * to no file, so they are left out, with one warning each. Thread-safe.
 */
final class UnnameableFiles {
    /** Whoever fills a folder with such names gets that many lines and no more. */
    private static final int WARNINGS = 1000;

    private final Consumer<String> log;
    private final Set<Path> warned = ConcurrentHashMap.newKeySet();

    /** @param log takes a line, such as a logger's {@code warn} */
    UnnameableFiles(Consumer<String> log) {
        this.log = log;
    }

    /** Whether the path is one of these; warns of it when it is met for the first time. */
    boolean contains(Path path) {
        if (isNameable(path)) {
            return false;
        }
        if (warned.size() < WARNINGS && warned.add(path)) {
            log.accept(warning(path).getMessage());
        }
        return true;
    }

    private static boolean isNameable(Path path) {
        try {
            // Bytes that are no text come back as other bytes.
            return path.getFileSystem().getPath(path.toString()).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static PatchrankException warning(Path path) {
        // A URI escapes the bytes of the name, not its characters.
        String escaped = path.toUri().getRawPath();
        return new PatchrankException(
                ErrorCode.UNREADABLE_FILE,
                escaped,
                "left out: its name is not in the encoding of this system (escaped here, %XX a byte); rename it in UTF-8");
    }
}
