package io.patchrank.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.Persistence;
import io.patchrank.pipeline.TestPictures;
import io.patchrank.pipeline.diagnosis.Check;
import io.patchrank.pipeline.diagnosis.Diagnosis;
import io.patchrank.pipeline.repair.DataFolderRepair;
import io.patchrank.pipeline.repair.Repair;
import io.patchrank.pipeline.repair.Repair.Outcome;
import io.patchrank.testkit.crash.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data folders damaged at rest: found, mended, and then as good as before, or what is lost is named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepairTest {
    private static final int IMAGES = 13;

    private final Path root;
    private final Path sound;
    private List<Path> files = List.of();
    private Snapshot before;

    RepairTest(@TempDir Path root) {
        this.root = root;
        this.sound = root.resolve("sound");
    }

    @BeforeAll
    void ingest() {
        files = IntStream.range(0, IMAGES)
                .mapToObj(i -> TestPictures.write(root.resolve("photos"), i + ".png", i))
                .toList();
        try (FaultGallery gallery = FaultGallery.start(sound, Persistence.files())) {
            files.forEach(gallery::put);
            before = Snapshot.of(gallery.app());
        }
    }

    private Path copy(String name) throws IOException {
        Path copy = root.resolve(name);
        try (Stream<Path> all = Files.walk(sound)) {
            for (Path file : all.toList()) {
                Files.copy(file, copy.resolve(sound.relativize(file).toString()));
            }
        }
        return copy;
    }

    private static List<Check> doctor(Path data) {
        return Diagnosis.ofDataFolder(FaultGallery.config(data, Map.of()));
    }

    /** All files but those that whoever looks must make. */
    private static Map<String, Long> contents(Path data) throws IOException {
        Map<String, Long> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".lock")) {
                    CRC32 crc = new CRC32();
                    crc.update(Files.readAllBytes(file));
                    contents.put(data.relativize(file).toString(), crc.getValue());
                }
            }
        }
        return contents;
    }

    @ParameterizedTest
    @EnumSource
    void damagedFolderIsAsGoodAsBeforeAfterARepairAndAStart(Damage damage) throws IOException {
        Path data = copy(damage.name());
        damage.inflict(data);
        Map<String, Long> damaged = contents(data);
        if (damage != Damage.SHOWN_FOLDERS) {
            assertThat(doctor(data))
                    .anySatisfy(check -> assertThat(check.verdict()).isNotEqualTo(Check.Verdict.OK));
            assertThat(contents(data)).isEqualTo(damaged);
        }

        List<Repair> repairs = DataFolderRepair.run(data);

        assertThat(repairs).isNotEmpty();
        assertThat(repairs).noneSatisfy(r -> assertThat(r.outcome()).isEqualTo(Outcome.NOT_MENDED));
        assertThat(doctor(data)).as("%s", repairs).allSatisfy(check -> assertThat(check.verdict())
                .isEqualTo(Check.Verdict.OK));
        assertThat(DataFolderRepair.run(data))
                .allSatisfy(r -> assertThat(r.outcome()).isEqualTo(Outcome.NOTED));
        keepsAllBytes(data, damaged);
        try (FaultGallery gallery = FaultGallery.start(data, Persistence.files())) {
            gallery.awaitIndexed(IMAGES);
            // As a scan or another ingest would, which reads what only the lost catalogue knew.
            files.forEach(gallery::put);
            assertThat(Snapshot.of(gallery.app())).isEqualTo(before);
        }
        assertThat(FaultGallery.verify(data).findings()).isEmpty();
    }

    /** No damaged file is gone: each is where it was, or in the folder of damaged files. */
    private static void keepsAllBytes(Path data, Map<String, Long> damaged) throws IOException {
        List<Long> now = List.copyOf(contents(data).values());
        damaged.forEach((file, crc) -> {
            boolean rewritten = file.startsWith("features/journal") || file.startsWith("catalogue");
            assertThat(rewritten || now.contains(crc)).as(file).isTrue();
        });
    }

    @Test
    void imageWhoseFeaturesAndFileAreGoneIsNamedAndComesBackWithItsFile() throws IOException {
        Path data = copy("lost");
        Damage.SHARD_CUT_SHORT.inflict(data);
        Path file = files.get(1);
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        try {
            assertThat(DataFolderRepair.run(data))
                    .filteredOn(r -> r.outcome() == Outcome.LOST)
                    .singleElement()
                    .satisfies(r -> assertThat(r.where()).isEqualTo(file.toString()));
        } finally {
            Files.write(file, content);
        }
        try (FaultGallery gallery = FaultGallery.start(data, Persistence.files())) {
            gallery.awaitIndexed(IMAGES - 1);
            assertThat(gallery.row(file).getString("code")).isEqualTo("DATA_CORRUPT");
            assertThat(gallery.put(file).getString("state")).isEqualTo("INDEXED");
        }
    }

    @Test
    void removedImageDoesNotComeBackWithTheCatalogue() throws IOException {
        Path data = copy("removed");
        Path file = files.get(7);
        try (FaultGallery gallery = FaultGallery.start(data, Persistence.files())) {
            gallery.remove(file);
        }
        Damage.LIST_OF_THE_CATALOGUE.inflict(data);

        DataFolderRepair.run(data);

        try (FaultGallery gallery = FaultGallery.start(data, Persistence.files())) {
            assertThat(gallery.status().getInteger("indexed")).isEqualTo(IMAGES - 1);
            assertThat(gallery.status().getInteger("removed")).isEqualTo(1);
        }
    }

    @Test
    void folderInUseIsLeftAlone() throws IOException {
        Path data = copy("used");
        try (FaultGallery gallery = FaultGallery.start(data, Persistence.files())) {
            assertThatExceptionOfType(PatchrankException.class)
                    .isThrownBy(() -> DataFolderRepair.run(data))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_FOLDER_IN_USE));
            assertThat(gallery.status().getInteger("indexed")).isEqualTo(IMAGES);
        }
    }

    @Test
    void soundFolderNeedsNoRepair() throws IOException {
        Path data = copy("as-it-was");
        assertThat(DataFolderRepair.run(data)).isEmpty();
        assertThat(DataFolderRepair.run(root.resolve("nowhere"))).isEmpty();
        assertThat(data.resolve("damaged")).doesNotExist();
    }
}
