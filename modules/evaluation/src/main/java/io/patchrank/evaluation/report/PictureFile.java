package io.patchrank.evaluation.report;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.file.AtomicFile;
import io.patchrank.imaging.draw.Canvas;
import io.patchrank.imaging.draw.Encoding;
import java.nio.file.Path;

/** Where a drawing goes: a PNG or JPEG file, by its extension. */
public final class PictureFile {
    private PictureFile() {}

    /**
     * Fails before the work that ends in the file, as far as that can be foreseen.
     *
     * @throws PatchrankException {@code BAD_REQUEST} for another extension, {@code IO_FAILED} for the folder
     */
    public static void requireWritable(Path file) {
        Canvas.requireWritable(file);
    }

    /** Whether it is to hold a PNG, else a JPEG. */
    public static boolean isPng(Path file) {
        return Encoding.of(file) == Encoding.PNG;
    }

    /**
     * Writes it, whole or not at all.
     *
     * @param content of the format that the extension says
     * @throws PatchrankException {@code DISK_FULL}, {@code IO_FAILED}
     */
    public static void write(Path file, byte[] content) {
        AtomicFile.write(file, content);
    }
}
