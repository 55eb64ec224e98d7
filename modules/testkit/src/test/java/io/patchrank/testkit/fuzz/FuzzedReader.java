package io.patchrank.testkit.fuzz;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What Jazzer calls in a process of its own; its names are given. Anything thrown is a find. */
public final class FuzzedReader {
    static final String TARGET = "fuzz.target";
    static final String FOLDER = "fuzz.folder";

    private static @Nullable Target target;
    private static @Nullable Path folder;

    private FuzzedReader() {}

    public static void fuzzerInitialize() {
        target = Target.valueOf(System.getProperty(TARGET));
        folder = Path.of(System.getProperty(FOLDER));
    }

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        if (target != null && folder != null) {
            read(target, bytes, folder);
        }
    }

    /** A typed error is an answer, unless it says that patchrank is wrong. */
    static void read(Target target, byte[] bytes, Path folder) throws IOException {
        try {
            target.read(bytes, folder);
        } catch (PatchrankException e) {
            if (e.code() == ErrorCode.INTERNAL) {
                throw e;
            }
        }
    }
}
