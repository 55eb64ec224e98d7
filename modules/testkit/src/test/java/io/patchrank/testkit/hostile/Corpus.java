package io.patchrank.testkit.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Hostile files in a folder, each with how it must end. The same seed gives the same files. */
final class Corpus {
    private final Path folder;
    private final List<HostileFile> files = new ArrayList<>();

    private Corpus(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes them all.
     *
     * @param folder the one that is watched; what links lead to is put beside it
     * @param flips files with flipped bits
     */
    static Corpus write(Path folder, long seed, int flips) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Corpus corpus = new Corpus(folder);
        Damage.addTo(corpus, seed, flips);
        HeaderBombs.addTo(corpus);
        CompressionBombs.addTo(corpus);
        LargestAllowed.addTo(corpus);
        LyingStructures.addTo(corpus);
        OddPictures.addTo(corpus);
        Metadata.addTo(corpus);
        Animations.addTo(corpus);
        Disguises.addTo(corpus, seed);
        FolderEntries.addTo(corpus);
        OddNames.addTo(corpus);
        return corpus;
    }

    /** Writes a file. */
    void add(String kind, String name, byte[] content, Expected expected) {
        Path path = folder.resolve(name);
        try {
            Files.createDirectories(path.getParent());
            Files.write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        made(kind, path, expected);
    }

    /** Of an entry of the folder that is there already. */
    void made(String kind, Path path, Expected expected) {
        files.add(new HostileFile(kind, path, expected));
    }

    Path folder() {
        return folder;
    }

    List<HostileFile> files() {
        return Collections.unmodifiableList(files);
    }
}
