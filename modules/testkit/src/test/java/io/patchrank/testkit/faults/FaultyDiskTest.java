package io.patchrank.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.Persistence;
import io.patchrank.pipeline.TestPictures;
import io.patchrank.pipeline.health.Readiness;
import io.patchrank.testkit.crash.Snapshot;
import io.patchrank.testkit.faults.FaultyDisk.Part;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One gallery lives through all of these, and is compared in the end with one that had no trouble. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyDiskTest {
    private static final int FIRST = 7;

    private final FaultyDisk disk = new FaultyDisk();
    private final List<Path> files = new ArrayList<>();
    private final Path data;
    private final Path root;
    private FaultGallery gallery;

    FaultyDiskTest(@TempDir Path root) {
        this.root = root;
        this.data = root.resolve("data");
    }

    @BeforeAll
    void start() {
        gallery = FaultGallery.start(data, disk);
        for (int i = 0; i < FIRST; i++) {
            gallery.put(picture());
        }
    }

    private Path picture() {
        Path file = TestPictures.write(root.resolve("photos"), files.size() + ".png", files.size());
        files.add(file);
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "NO_SPACE,FEATURES",
        "NO_SPACE,CATALOGUE",
        "NO_SPACE,ALL",
        "QUOTA,ALL",
        "WRITE_ERROR,FEATURES",
        "WRITE_ERROR,CATALOGUE",
        "FORCE_ERROR,FEATURES",
        "FORCE_ERROR,CATALOGUE",
        "READ_ONLY,FEATURES",
        "READ_ONLY,CATALOGUE",
        "NO_PERMISSION,ALL",
        "RENAME_ERROR,CATALOGUE",
        "TOO_MANY_OPEN_FILES,CATALOGUE",
        "TOO_MANY_OPEN_FILES,ALL",
    })
    void failedWriteIsNamedAndMadeGoodWhenTheDiskWorksAgain(DiskFault fault, Part part) {
        Path file = picture();
        disk.fail(part, fault);

        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> gallery.put(file))
                .withMessageContaining(data.toString())
                .satisfies(e -> assertThat(e.code()).isEqualTo(fault.code()));
        Readiness meanwhile = gallery.readiness();
        assertThat(meanwhile.ready()).isFalse();
        assertThat(meanwhile.reasons()).singleElement().asString().contains(data.toString());
        gallery.readFeatures(files.getFirst());

        disk.mend();
        gallery.awaitReady();
        if (part != Part.FEATURES) {
            // Not even a row could be written: who has put the image has the failure, and repeats it.
            gallery.put(file);
        }
        gallery.awaitIndexed(files.size());
        assertThat(gallery.row(file).getString("state")).isEqualTo("INDEXED");
    }

    @Test
    void failedReadIsNamedAndSucceedsWhenTheDiskWorksAgain() {
        Path file = files.getFirst();
        disk.fail(Part.FEATURES, DiskFault.READ_ERROR);

        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> gallery.readFeatures(file))
                .withMessageContaining(data.resolve("features").toString())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED));
        assertThat(gallery.readiness().reasons()).singleElement().asString().contains(data.toString());

        disk.mend();
        gallery.awaitReady();
        gallery.readFeatures(file);
    }

    /** What waits is looked for a second after a failure, when this row is not there yet. */
    @Test
    void imageIsTakenUpAgainThoughItsRowIsWrittenLongAfterItsFailure() {
        Path file = picture();
        disk.fail(Part.FEATURES, DiskFault.NO_SPACE);
        disk.holdCatalogue();

        assertThatExceptionOfType(PatchrankException.class).isThrownBy(() -> gallery.put(file));
        FaultGallery.pause(2_500);
        disk.mend();

        gallery.awaitIndexed(files.size());
    }

    @Test
    void shortWritesAreGoneOnWith() {
        disk.channels().writeAtOnce(7);
        for (int i = 0; i < 6; i++) {
            gallery.put(picture());
        }
        disk.mend();
        gallery.awaitIndexed(files.size());
    }

    @Test
    void segmentThatCannotBeSealedStaysReadableAndIsSealedLater() {
        disk.fail(Part.FEATURES, DiskFault.RENAME_ERROR);
        for (int i = 0; i < 6; i++) {
            gallery.put(picture());
        }
        int shards = shards();
        files.forEach(gallery::readFeatures);

        disk.mend();
        for (int i = 0; i < 6; i++) {
            gallery.put(picture());
        }
        FaultGallery.await(() -> shards() >= shards + 2);
        files.forEach(gallery::readFeatures);
    }

    private int shards() {
        JsonObject storage = gallery.status().getJsonObject("storage");
        return storage.getInteger("shards");
    }

    @AfterAll
    void holdsTheSameAsAGalleryWithoutTrouble() {
        assertThat(gallery.readiness().reasons()).isEmpty();
        gallery.close();
        assertThat(FaultGallery.verify(data).findings()).isEmpty();
        Snapshot after;
        try (FaultGallery reopened = FaultGallery.start(data, Persistence.files())) {
            after = Snapshot.of(reopened.app());
        }
        try (FaultGallery healthy = FaultGallery.start(root.resolve("healthy"), Persistence.files())) {
            files.forEach(healthy::put);
            assertThat(after).isEqualTo(Snapshot.of(healthy.app()));
        }
    }
}
