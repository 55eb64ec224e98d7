package io.patchrank.storage;

import static io.patchrank.storage.SmallStorage.LARGE_SEGMENTS;
import static io.patchrank.storage.SmallStorage.append;
import static io.patchrank.storage.SmallStorage.assertHolds;
import static io.patchrank.storage.SmallStorage.assertReadFails;
import static io.patchrank.storage.SmallStorage.checksum;
import static io.patchrank.storage.SmallStorage.copy;
import static io.patchrank.storage.SmallStorage.flipBit;
import static io.patchrank.storage.SmallStorage.journal;
import static io.patchrank.storage.SmallStorage.segmentsOf;
import static io.patchrank.storage.SmallStorage.shard;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.FeatureKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every folder that a crash can leave between two steps of sealing, and shards that were damaged later. */
class SealingTest {
    private static final int IMAGES = 4;

    private final Path before;
    private final Path after;
    private final Path crashed;

    SealingTest(@TempDir Path folder) {
        this.before = folder.resolve("before");
        this.after = folder.resolve("after");
        this.crashed = folder.resolve("crashed");
    }

    /** {@link #before} is the folder with a full journal, {@link #after} the same with its shard. */
    @BeforeEach
    void journalAndItsShard() throws IOException {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(before, LARGE_SEGMENTS)) {
            append(storage, 0, IMAGES);
        }
        copy(before, crashed);
        copy(before, after);
        seal(after);
        assertThat(journal(after, 0)).doesNotExist();
    }

    private static void seal(Path folder) {
        // The next start finds that another number format was asked for, and closes the journal.
        StorageOptions other = LARGE_SEGMENTS.withStoredType(StoredType.FLOAT32);
        Hdf5FeatureStorage.open(folder, other).close();
    }

    @Test
    void aSealedSegmentKeepsItsRowsAndLeavesNoJournal() {
        assertSealedAndReadable(after);
        try (FeatureShard shard = FeatureShard.open(shard(after, 0))) {
            assertThat(shard.rows()).isEqualTo(IMAGES);
            assertThat(shard.segment()).isZero();
            assertThat(shard.storedType()).isEqualTo(StoredType.FLOAT16);
            assertThat(shard.name(2)).isEqualTo("image-2");
            assertThat(shard.grid(2)).isEqualTo(SmallStorage.image(2).grid());
            assertThat(shard.global(2)).isEqualTo(SmallStorage.image(2).global());
            assertThat(shard.locals(2, 2).values())
                    .isEqualTo(SmallStorage.image(2).locals().resized(2).values());
        }
    }

    @Test
    void crashWhileTheShardIsWritten() throws IOException {
        byte[] whole = Files.readAllBytes(shard(after, 0));
        Files.write(temporary(shard(crashed, 0)), Arrays.copyOf(whole, whole.length / 2));
        assertRecovers();
    }

    @Test
    void crashBeforeTheChecksumIsWritten() throws IOException {
        Files.copy(shard(after, 0), temporary(shard(crashed, 0)));
        assertRecovers();
    }

    @Test
    void crashWhileTheChecksumIsWritten() throws IOException {
        Files.copy(shard(after, 0), temporary(shard(crashed, 0)));
        Files.writeString(temporary(checksum(crashed, 0)), "crc32c 01");
        assertRecovers();
    }

    @Test
    void crashBeforeTheShardIsMoved() throws IOException {
        Files.copy(shard(after, 0), temporary(shard(crashed, 0)));
        Files.copy(checksum(after, 0), checksum(crashed, 0));
        assertRecovers();
    }

    @Test
    void crashBeforeTheJournalIsDeleted() throws IOException {
        Files.copy(shard(after, 0), shard(crashed, 0));
        Files.copy(checksum(after, 0), checksum(crashed, 0));
        long modified = Files.getLastModifiedTime(shard(crashed, 0)).toMillis();
        assertRecovers();
        assertThat(Files.getLastModifiedTime(shard(crashed, 0)).toMillis()).isEqualTo(modified);
    }

    @Test
    void aShardThatIsNotAllOnDiskIsSealedAgainFromItsJournal() throws IOException {
        Files.copy(checksum(after, 0), checksum(crashed, 0));
        byte[] shard = Files.readAllBytes(shard(after, 0));
        Files.write(shard(crashed, 0), Arrays.copyOf(shard, shard.length - 100));
        assertRecovers();
    }

    @Test
    void aShardWithAFlippedBitIsSealedAgainFromItsJournal() throws IOException {
        Files.copy(checksum(after, 0), checksum(crashed, 0));
        Files.copy(shard(after, 0), shard(crashed, 0));
        flipBit(shard(crashed, 0), 4_100);
        assertRecovers();
    }

    @Test
    void aShardWithoutChecksumIsSealedAgainFromItsJournal() throws IOException {
        Files.copy(shard(after, 0), shard(crashed, 0));
        assertRecovers();
    }

    private void assertRecovers() {
        seal(crashed);
        assertSealedAndReadable(crashed);
        try (var files = Files.list(crashed)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "format.properties",
                            "shard-0000000000.hdf5",
                            "shard-0000000000.hdf5.crc32c",
                            "storage.lock");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertSealedAndReadable(Path folder) {
        assertThat(journal(folder, 0)).doesNotExist();
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            assertThat(storage.status().journalImages()).isZero();
            assertThat(storage.status().shards()).isEqualTo(1);
            assertThat(storage.verify())
                    .isEqualTo(new VerifyReport(1, storage.status().bytes(), List.of()));
            for (int i = 0; i < IMAGES; i++) {
                assertHolds(storage, new FeatureKey(0, i), i);
            }
        }
    }

    @Test
    void aShardCutShortWithoutJournalFailsAloneAndKeepsItsNumber() throws IOException {
        byte[] shard = Files.readAllBytes(shard(after, 0));
        Files.write(shard(after, 0), Arrays.copyOf(shard, shard.length - 1));
        assertOnlySegmentZeroFails();
    }

    @Test
    void aShardWithoutChecksumOrJournalFailsAlone() throws IOException {
        Files.delete(checksum(after, 0));
        assertOnlySegmentZeroFails();
    }

    @Test
    void aChecksumWithoutShardFailsAlone() throws IOException {
        Files.delete(shard(after, 0));
        assertOnlySegmentZeroFails();
    }

    @Test
    void aShardThatIsNoHdf5FailsAlone() throws IOException {
        Files.writeString(shard(after, 0), "nothing of the kind ".repeat(50));
        assertOnlySegmentZeroFails();
    }

    @Test
    void aShardUnderTheNameOfAnotherSegmentFailsAlone() throws IOException {
        Files.copy(shard(after, 0), shard(after, 1));
        Files.copy(checksum(after, 0), checksum(after, 1));
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(after, LARGE_SEGMENTS)) {
            assertHolds(storage, new FeatureKey(0, 1), 1);
            assertReadFails(ErrorCode.DATA_CORRUPT, storage, new FeatureKey(1, 1));
        }
    }

    private void assertOnlySegmentZeroFails() {
        FeatureKey added;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(after, segmentsOf(1))) {
            assertReadFails(ErrorCode.DATA_CORRUPT, storage, new FeatureKey(0, 1));
            added = append(storage, 7);
            assertThat(added.segment()).isEqualTo(1);
            assertHolds(storage, added, 7);
            assertThat(storage.verify().findings()).hasSize(1);
        }
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(after, segmentsOf(1))) {
            assertHolds(storage, added, 7);
            assertReadFails(ErrorCode.DATA_CORRUPT, storage, new FeatureKey(0, 1));
        }
    }

    @Test
    void verifyFindsAFlippedBitAnywhereInAShard() throws IOException {
        byte[] whole = Files.readAllBytes(shard(after, 0));
        for (int offset = 4_096; offset < whole.length; offset += 997) {
            byte[] damaged = whole.clone();
            damaged[offset] ^= 1;
            Files.write(shard(after, 0), damaged);
            try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(after, LARGE_SEGMENTS)) {
                assertThat(storage.verify().findings()).singleElement().satisfies(finding -> assertThat(finding.file())
                        .isEqualTo(shard(after, 0)));
            }
        }
    }

    private static Path temporary(Path file) {
        return StorageFolder.temporaryOf(file);
    }
}
