package io.patchrank.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.Persistence;
import io.patchrank.pipeline.TestPictures;
import io.patchrank.testkit.faults.FaultyDisk.Part;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged, and disks that fail, under a gallery in use: it names them, and mends by itself what it can. */
class DamageWhileRunningTest {
    private static final int IMAGES = 7;

    private final Path data;
    private final Path photos;

    DamageWhileRunningTest(@TempDir Path root) {
        this.data = root.resolve("data");
        this.photos = root.resolve("photos");
    }

    private List<Path> pictures() {
        return IntStream.range(0, IMAGES)
                .mapToObj(i -> TestPictures.write(photos, i + ".png", i))
                .toList();
    }

    private static void assertCorrupt(FaultGallery gallery, Path file, Path damaged) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> gallery.readFeatures(file))
                .withMessageContaining(damaged.toString())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPT));
    }

    @Test
    void shardThatIsCutShortLosesNoImageWhoseFileIsThere() throws IOException {
        List<Path> files = pictures();
        try (FaultGallery gallery = FaultGallery.start(data, Persistence.files())) {
            files.forEach(gallery::put);
            FaultGallery.await(() -> gallery.status().getJsonObject("storage").getInteger("shards") == 1);
            try (RandomAccessFile shard =
                    new RandomAccessFile(Damage.shard(data).toFile(), "rw")) {
                shard.setLength(100);
            }

            assertCorrupt(gallery, files.getFirst(), Damage.shard(data));
            gallery.readFeatures(files.getLast());

            assertThat(gallery.put(files.getFirst()).getString("action")).isEqualTo("indexed");
            gallery.readFeatures(files.getFirst());
            assertThat(gallery.status().getInteger("indexed")).isEqualTo(IMAGES);
        }
    }

    @Test
    void bitThatFlipsInTheOpenJournalLosesNoImageWhoseFileIsThere() throws IOException {
        List<Path> files = pictures();
        try (FaultGallery gallery = FaultGallery.start(data, Persistence.files())) {
            gallery.put(files.getFirst());
            Path journal = Damage.journal(data);
            try (RandomAccessFile bytes = new RandomAccessFile(journal.toFile(), "rw")) {
                bytes.seek(bytes.length() / 2);
                int old = bytes.read();
                bytes.seek(bytes.length() / 2);
                bytes.write(old ^ 1);
            }

            assertCorrupt(gallery, files.getFirst(), journal);

            assertThat(gallery.put(files.getFirst()).getString("action")).isEqualTo("indexed");
            gallery.readFeatures(files.getFirst());
        }
    }

    @Test
    void watchedFilesAreIndexedWhenTheDiskHasRoomAgain() {
        FaultyDisk disk = new FaultyDisk();
        TestPictures.write(photos, "first.png", 100);
        try (FaultGallery gallery = FaultGallery.start(data, disk, FaultGallery.watching(photos))) {
            gallery.awaitIndexed(1);
            disk.fail(Part.ALL, DiskFault.NO_SPACE);
            List<Path> files = pictures();
            FaultGallery.await(() -> !gallery.readiness().ready());
            assertThat(gallery.readiness().reasons())
                    .singleElement()
                    .asString()
                    .contains(data.toString(), "No space left");

            disk.mend();
            gallery.awaitIndexed(files.size() + 1);
            gallery.awaitReady();
            files.forEach(gallery::readFeatures);
            assertThat(gallery.status().getJsonObject("storage").getInteger("images"))
                    .as("nothing is stored twice")
                    .isEqualTo(files.size() + 1);
        }
        assertThat(FaultGallery.verify(data).findings()).isEmpty();
    }
}
