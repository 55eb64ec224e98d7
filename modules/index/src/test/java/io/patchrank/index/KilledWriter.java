package io.patchrank.index;

import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.GalleryRows;
import io.patchrank.api.testing.ChildJvm;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that adds images and names each when it is acknowledged, until it is killed. */
final class KilledWriter {
    private KilledWriter() {}

    static Process start(Path folder) throws IOException {
        return new ProcessBuilder(ChildJvm.command(List.of(), KilledWriter.class, List.of(folder.toString())))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) {
        try (PrintStream acknowledged =
                        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
                GalleryIndex gallery = LuceneGalleryIndex.open(Path.of(arguments[0]), IndexOptions.defaults())) {
            // A parent that dies without killing this process closes the pipe, and the stream then has an error.
            for (int i = 0; !acknowledged.checkError(); i++) {
                String id = "id" + i;
                gallery.apply(List.of(new CatalogueChange.Put(GalleryRows.pending(id))));
                gallery.apply(List.of(new CatalogueChange.Index(GalleryRows.indexed(id), GalleryRows.unit(1, i + 1))));
                acknowledged.println(id);
            }
        }
    }
}
