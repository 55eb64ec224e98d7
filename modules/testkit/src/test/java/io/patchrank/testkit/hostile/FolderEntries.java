package io.patchrank.testkit.hostile;

import static io.patchrank.api.error.ErrorCode.IMAGE_TOO_LARGE;
import static io.patchrank.api.error.ErrorCode.UNREADABLE_FILE;
import static io.patchrank.api.error.ErrorCode.UNSUPPORTED_FORMAT;

import io.patchrank.imaging.SamplePictures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What a folder may hold beside ordinary files. What the system cannot make is left out. */
final class FolderEntries {
    private static final long SPARSE = 100L << 30;
    private static final int BELOW_THE_LIMIT = 250 << 20;

    private final Corpus corpus;
    private final Path folder;

    private FolderEntries(Corpus corpus) throws IOException {
        this.corpus = corpus;
        this.folder = Files.createDirectories(corpus.folder().resolve("entries"));
    }

    static void addTo(Corpus corpus) throws IOException, InterruptedException {
        FolderEntries entries = new FolderEntries(corpus);
        entries.sparse();
        entries.folders();
        entries.links();
        entries.pipesAndDevices();
        entries.unreadable();
        corpus.add("hidden file", "entries/.hidden.png", SamplePictures.noise(".png", 56, 40), Expected.NO_ROW);
    }

    private void sparse() throws IOException {
        sparse("sparse.jpg", SPARSE, Expected.rejected(IMAGE_TOO_LARGE));
        sparse("holes.png", BELOW_THE_LIMIT, Expected.rejected(UNSUPPORTED_FORMAT));
    }

    private void sparse(String name, long length, Expected expected) throws IOException {
        Path path = folder.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
        corpus.made("sparse file", path, expected);
    }

    private void folders() throws IOException {
        corpus.made("folder named like an image", Files.createDirectory(folder.resolve("x.png")), Expected.NO_ROW);
        corpus.add(
                "folder named like an image",
                "entries/y.png/in.png",
                SamplePictures.noise(".png", 56, 41),
                Expected.indexed());
    }

    private void links() throws IOException {
        link("link loop", "first.png", folder.resolve("second.png"));
        link("link loop", "second.png", folder.resolve("first.png"));
        Path sub = Files.createDirectories(folder.resolve("sub"));
        link("folder link loop", "sub/self", sub);
        link("folder link loop", "sub/up", corpus.folder());
        link("dangling link", "dangling.png", folder.resolve("nowhere.png"));
        link("link to a device", "zero.png", Path.of("/dev/zero"));
        link("link to a device", "random.jpg", Path.of("/dev/urandom"));
        link("link to standard input", "stdin.jpg", Path.of("/dev/stdin"));
        Path outside = Files.write(corpus.folder().resolveSibling("outside.png"), SamplePictures.noise(".png", 56, 42));
        link("link out of the folder", "outside.png", outside);
    }

    private void link(String kind, String name, Path target) throws IOException {
        corpus.made(kind, Files.createSymbolicLink(folder.resolve(name), target), Expected.NO_ROW);
    }

    private void pipesAndDevices() throws IOException, InterruptedException {
        if (Shell.run(folder, "mkfifo pipe.png")) {
            corpus.made("pipe", folder.resolve("pipe.png"), Expected.NO_ROW);
        }
        if (Shell.run(folder, "mknod device.png c 1 5")) {
            corpus.made("device", folder.resolve("device.png"), Expected.NO_ROW);
        }
    }

    /** Nothing is unreadable to root. */
    private void unreadable() throws IOException {
        Path file = folder.resolve("locked.png");
        Files.write(file, SamplePictures.noise(".png", 56, 43));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        corpus.made(
                "file without permission",
                file,
                Files.isReadable(file) ? Expected.indexed() : Expected.rejected(UNREADABLE_FILE));
    }
}
