package io.patchrank.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.Persistence;
import io.patchrank.pipeline.TestPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that go away while they are in use, as an unmounted disk does, and come back. */
class VanishedFolderTest {
    private static final int IMAGES = 7;

    private final Path root;
    private final Path data;
    private final Path photos;

    VanishedFolderTest(@TempDir Path root) {
        this.root = root;
        this.data = root.resolve("data");
        this.photos = root.resolve("photos");
    }

    private List<Path> pictures(Path folder) {
        return IntStream.range(0, IMAGES)
                .mapToObj(i -> TestPictures.write(folder, i + ".png", i))
                .toList();
    }

    private FaultGallery watch() {
        return FaultGallery.start(data, Persistence.files(), FaultGallery.watching(photos));
    }

    private Path another() {
        return TestPictures.write(photos, "another.png", 99);
    }

    @Test
    void dataFolderThatComesBackGoesOn() throws IOException {
        List<Path> files = pictures(photos);
        try (FaultGallery gallery = FaultGallery.start(data, Persistence.files())) {
            files.forEach(gallery::put);
            Path away = Files.move(data, root.resolve("away"));
            Path another = another();

            assertFails(gallery, another);
            assertThat(gallery.readiness().reasons()).singleElement().asString().contains(data.toString(), "gone");

            Files.move(away, data);
            gallery.awaitReady();
            gallery.put(another);
            gallery.awaitIndexed(IMAGES + 1);
        }
        assertThat(FaultGallery.verify(data).findings()).isEmpty();
    }

    /** An open file takes what is written to it also when it has no name any more, and then it is gone. */
    @Test
    void featuresAreNeverWrittenToAFileThatWasDeleted() throws IOException {
        List<Path> files = pictures(photos);
        try (FaultGallery gallery = FaultGallery.start(data, Persistence.files())) {
            files.forEach(gallery::put);
            Path away = Files.move(data.resolve("features"), root.resolve("away"));
            Path another = another();

            assertFails(gallery, another);
            assertThat(gallery.readiness().reasons()).singleElement().asString().contains("features");

            Files.move(away, data.resolve("features"));
            gallery.awaitReady();
            gallery.awaitIndexed(IMAGES + 1);
            gallery.readFeatures(another);
        }
        assertThat(FaultGallery.verify(data).findings()).isEmpty();
    }

    private void assertFails(FaultGallery gallery, Path file) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> gallery.put(file))
                .withMessageContaining(data.toString())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED));
    }

    @Test
    void watchedFolderThatComesBackWasNeverMissedInTheGallery() throws IOException {
        pictures(photos);
        try (FaultGallery gallery = watch()) {
            gallery.awaitIndexed(IMAGES);
            Path away = Files.move(photos, root.resolve("away"));
            FaultGallery.await(() -> !gallery.readiness().ready());
            assertThat(gallery.readiness().reasons()).singleElement().asString().contains(photos.toString());
            giveTime();
            assertThat(gallery.status().getInteger("removed")).isZero();

            Files.move(away, photos);
            gallery.awaitReady();
            another();
            gallery.awaitIndexed(IMAGES + 1);
            assertThat(gallery.status().getInteger("removed")).isZero();
            Files.delete(photos.resolve("0.png"));
            gallery.awaitIndexed(IMAGES);
        }
    }

    /** An unmounted disk leaves its mount point behind. */
    @Test
    void folderBelowThatIsEmptyAllAtOnceIsTakenForAMountPoint() throws IOException {
        Path disk = photos.resolve("disk");
        pictures(disk.resolve("album"));
        TestPictures.write(photos, "other.png", 50);
        try (FaultGallery gallery = watch()) {
            gallery.awaitIndexed(IMAGES + 1);
            Path away = Files.move(disk.resolve("album"), root.resolve("away"));
            giveTime();
            assertThat(gallery.status().getInteger("removed")).isZero();

            Files.move(away, disk.resolve("album"));
            another();
            gallery.awaitIndexed(IMAGES + 2);
            assertThat(gallery.status().getInteger("removed")).isZero();
        }
    }

    @Test
    void deletedFolderIsNoVanishedOne() throws IOException {
        Path album = photos.resolve("album");
        List<Path> files = pictures(album);
        TestPictures.write(photos, "other.png", 50);
        try (FaultGallery gallery = watch()) {
            gallery.awaitIndexed(IMAGES + 1);
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(album);
            gallery.awaitIndexed(1);
            assertThat(gallery.status().getInteger("removed")).isEqualTo(IMAGES);
        }
    }

    /** Some scans long, and longer than a vanished file is waited for. */
    private static void giveTime() {
        FaultGallery.pause(2_500);
    }
}
