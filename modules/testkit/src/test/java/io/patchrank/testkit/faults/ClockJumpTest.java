package io.patchrank.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.Persistence;
import io.patchrank.pipeline.TestPictures;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A clock that jumps shows in the times of files: to whoever watches them, a file from the future is the same as a clock
 * that went back. All else is measured by a clock that does not jump, or only told.
 */
class ClockJumpTest {
    private final Path root;
    private final Path photos;

    ClockJumpTest(@TempDir Path root) {
        this.root = root;
        this.photos = root.resolve("photos");
    }

    private FaultGallery watch() {
        return FaultGallery.start(root.resolve("data"), Persistence.files(), FaultGallery.watching(photos));
    }

    private static void dated(Path file, String time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
    }

    @ParameterizedTest
    @CsvSource({"1969-12-31T23:59:00Z", "1970-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "2200-01-01T00:00:00Z"})
    void fileOfAnyTimeIsIndexedOnceAndNotReadAgain(String time) throws IOException {
        Path file = TestPictures.write(photos, "a.png", 1);
        dated(file, time);
        JsonObject row;
        try (FaultGallery gallery = watch()) {
            gallery.awaitIndexed(1);
            row = gallery.row(file);
            assertThat(row.getString("modified")).isEqualTo(time);
        }
        try (FaultGallery gallery = watch()) {
            FaultGallery.pause(1_500);
            assertThat(gallery.row(file)).isEqualTo(row);
        }
    }

    @Test
    void fileChangedAfterTheClockWentBackIsTakenInAnew() throws IOException {
        Path file = TestPictures.write(photos, "a.png", 1);
        dated(file, "2030-01-01T00:00:00Z");
        try (FaultGallery gallery = watch()) {
            gallery.awaitIndexed(1);
            JsonObject before = gallery.row(file);

            Path changed = TestPictures.write(root, "changed.png", 2);
            dated(changed, "2001-01-01T00:00:00Z");
            Files.move(changed, file, StandardCopyOption.REPLACE_EXISTING);

            FaultGallery.await(() -> !gallery.row(file).getString("sha256").equals(before.getString("sha256")));
            assertThat(gallery.row(file).getString("id")).isEqualTo(before.getString("id"));
            assertThat(gallery.status().getInteger("indexed")).isEqualTo(1);
        }
    }

    /** As one whose clock is far ahead sees a file that is being written: old enough, it seems, and cut short. */
    @Test
    void unfinishedFileOfThePastIsIndexedWhenItIsFinished() throws IOException {
        byte[] whole = TestPictures.png(5);
        Path file = TestPictures.write(photos.resolve("a.png"), Arrays.copyOf(whole, whole.length / 2));
        dated(file, "2001-01-01T00:00:00Z");
        try (FaultGallery gallery = watch()) {
            gallery.awaitState(file, "REJECTED");
            Files.write(file, whole);
            dated(file, "2001-01-01T00:00:00Z");
            gallery.awaitState(file, "INDEXED");
        }
    }
}
