package io.patchrank.imaging;

import static io.patchrank.imaging.Failing.code;
import static io.patchrank.imaging.Failing.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.patchrank.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
    private final Path folder;

    ImageFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void contentSizeAndDigestAreThoseOfTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a b ü.txt"), "abc");
        ImageFile read = ImageFile.read(file, ImageFile.DEFAULT_MAX_BYTES);
        assertThat(read.path()).isEqualTo(file);
        assertThat(read.bytes()).asString().isEqualTo("abc");
        assertThat(read.size()).isEqualTo(3);
        assertThat(read.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void digestOfAFileThatIsNotKeptIsTheSame() throws IOException {
        Path file = Files.write(folder.resolve("long.bin"), new byte[200_000]);
        ImageFile read = ImageFile.read(file, 200_000);
        assertThat(ImageFile.digest(file, 200_000)).isEqualTo(new ImageFile.Digest(read.sha256(), 200_000));
        assertThat(code(() -> ImageFile.digest(file, 199_999))).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        Path empty = Files.createFile(folder.resolve("empty.bin"));
        assertThat(code(() -> ImageFile.digest(empty, 100))).isEqualTo(ErrorCode.EMPTY_FILE);
        assertThat(code(() -> ImageFile.digest(folder, 100))).isEqualTo(ErrorCode.UNREADABLE_FILE);
    }

    @Test
    void missingFileHasVanished() {
        Path file = folder.resolve("gone.jpg");
        assertThat(failure(() -> ImageFile.read(file, 100)))
                .hasMessage(file + ": the file is no longer there")
                .hasCauseInstanceOf(java.nio.file.NoSuchFileException.class)
                .extracting(e -> e.code())
                .isEqualTo(ErrorCode.FILE_VANISHED);
    }

    @Test
    void linkToNothingHasVanished() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.jpg"), folder.resolve("gone.jpg"));
        assertThat(code(() -> ImageFile.read(link, 100))).isEqualTo(ErrorCode.FILE_VANISHED);
    }

    @Test
    void fileBelowAFolderIsReadNameByName() throws IOException {
        Path root = folder.toRealPath();
        Path deep = Files.createDirectories(root.resolve("a/b"));
        Path file = Files.writeString(deep.resolve("c.txt"), "abc");

        assertThat(ImageFile.readBelow(root, file, 100).bytes()).asString().isEqualTo("abc");
        assertThat(ImageFile.readBelow(deep, file, 100).sha256())
                .isEqualTo(ImageFile.read(file, 100).sha256());
        assertThat(code(() -> ImageFile.readBelow(root, deep.resolve("d.txt"), 100)))
                .isEqualTo(ErrorCode.FILE_VANISHED);
        assertThat(code(() -> ImageFile.readBelow(root, deep, 100))).isEqualTo(ErrorCode.UNREADABLE_FILE);
        assertThat(code(() -> ImageFile.readBelow(root, file, 2))).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
    }

    /** Put there after somebody has looked where the file is. */
    @Test
    void linkBelowAFolderIsNotFollowed() throws IOException {
        Path root = Files.createDirectories(folder.toRealPath().resolve("shown"));
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("file.txt"), elsewhere.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("folder"), elsewhere);

        assertThat(code(() -> ImageFile.readBelow(root, root.resolve("file.txt"), 100)))
                .isEqualTo(ErrorCode.UNREADABLE_FILE);
        assertThat(code(() -> ImageFile.readBelow(root, root.resolve("folder/secret.txt"), 100)))
                .isEqualTo(ErrorCode.UNREADABLE_FILE);
    }

    @Test
    void folderIsUnreadable() {
        assertThat(failure(() -> ImageFile.read(folder, 100)))
                .hasMessageContaining("it is a folder")
                .extracting(e -> e.code())
                .isEqualTo(ErrorCode.UNREADABLE_FILE);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no named pipes in the file system")
    void pipeIsRefusedWithoutOpeningIt() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.jpg");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        // Opening it would wait for a writer that never comes.
        assertThat(code(() -> ImageFile.read(pipe, 100))).isEqualTo(ErrorCode.UNREADABLE_FILE);
        assertThat(code(() -> ImageFile.read(Path.of("/dev/zero"), 100))).isEqualTo(ErrorCode.UNREADABLE_FILE);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "POSIX permissions")
    void fileWithoutPermissionIsUnreadable() throws IOException {
        Path file = Files.writeString(folder.resolve("secret.jpg"), "abc");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertThat(failure(() -> ImageFile.read(file, 100)))
                .hasMessageContaining("no permission")
                .extracting(e -> e.code())
                .isEqualTo(ErrorCode.UNREADABLE_FILE);
    }

    @Test
    void emptyFileIsNamedAsSuch() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.jpg"));
        assertThat(code(() -> ImageFile.read(file, 100))).isEqualTo(ErrorCode.EMPTY_FILE);
    }

    @Test
    void fileAboveTheLimitIsTooLarge() throws IOException {
        Path file = Files.write(folder.resolve("big.jpg"), new byte[101]);
        assertThat(failure(() -> ImageFile.read(file, 100)))
                .hasMessageContaining("limit of 100 bytes")
                .extracting(e -> e.code())
                .isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        assertThat(ImageFile.read(file, 101).size()).isEqualTo(101);
    }
}
