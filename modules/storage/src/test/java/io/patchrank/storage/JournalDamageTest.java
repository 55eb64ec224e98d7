package io.patchrank.storage;

import static io.patchrank.storage.SmallStorage.LARGE_SEGMENTS;
import static io.patchrank.storage.SmallStorage.TOP_K;
import static io.patchrank.storage.SmallStorage.append;
import static io.patchrank.storage.SmallStorage.assertFails;
import static io.patchrank.storage.SmallStorage.assertHolds;
import static io.patchrank.storage.SmallStorage.assertReadFails;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bit that flips in a journal costs the row that it stands in, and no other. */
class JournalDamageTest {
    private final Path folder;

    JournalDamageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFlippedBitAnywhereInARecordDamagesThatRowOnly() throws IOException {
        Path original = folder.resolve("original");
        List<FeatureKey> keys;
        long[] ends = new long[4];
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(original, LARGE_SEGMENTS)) {
            for (int i = 0; i < ends.length; i++) {
                append(storage, i);
                ends[i] = Files.size(journal(original, 0));
            }
            keys = List.of(new FeatureKey(0, 0), new FeatureKey(0, 1), new FeatureKey(0, 2), new FeatureKey(0, 3));
        }
        for (long offset = ends[0]; offset < ends[1]; offset++) {
            Path damaged = folder.resolve("flip-" + offset);
            SmallStorage.copy(original, damaged);
            flipBit(journal(damaged, 0), offset);

            try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(damaged, LARGE_SEGMENTS)) {
                assertHolds(storage, keys.get(0), 0);
                assertHolds(storage, keys.get(2), 2);
                assertHolds(storage, keys.get(3), 3);
                assertFails(ErrorCode.DATA_CORRUPT, () -> storage.readLocals(keys, TOP_K))
                        .withMessageContaining(journal(damaged, 0).toString())
                        .withMessageContaining("row 1 at byte " + ends[0]);
                assertReadFails(ErrorCode.DATA_CORRUPT, storage, keys.get(1));
                assertThat(append(storage, 9).segment()).isEqualTo(1);
                assertThat(storage.verify().findings()).hasSize(1);
            }
        }
    }

    @Test
    void theLastRecordIsDamagedNotForgottenWhenItsPayloadIs() throws IOException {
        List<FeatureKey> keys;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            keys = append(storage, 0, 2);
        }
        flipBit(journal(folder, 0), Files.size(journal(folder, 0)) - 5);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            assertHolds(storage, keys.get(0), 0);
            assertReadFails(ErrorCode.DATA_CORRUPT, storage, keys.get(1));
        }
    }

    @Test
    void neighbouringDamagedRecordsKeepTheRowsBehindThem() throws IOException {
        List<FeatureKey> keys;
        long start;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            append(storage, 0);
            start = Files.size(journal(folder, 0));
            keys = append(storage, 1, 4);
        }
        byte[] bytes = Files.readAllBytes(journal(folder, 0));
        long recordLength = (bytes.length - start) / 4;
        for (long i = start + 10; i < start + 2 * recordLength - 10; i++) {
            bytes[Math.toIntExact(i)] = 0;
        }
        Files.write(journal(folder, 0), bytes);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            assertReadFails(ErrorCode.DATA_CORRUPT, storage, keys.get(0));
            assertReadFails(ErrorCode.DATA_CORRUPT, storage, keys.get(1));
            assertHolds(storage, keys.get(2), 3);
            assertHolds(storage, keys.get(3), 4);
        }
    }

    @Test
    void damageWhileOpenIsNoticedWhenRead() throws IOException {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            List<FeatureKey> keys = append(storage, 0, 2);
            flipBit(journal(folder, 0), Files.size(journal(folder, 0)) - 5);
            assertHolds(storage, keys.get(0), 0);
            assertReadFails(ErrorCode.DATA_CORRUPT, storage, keys.get(1));
        }
    }

    @Test
    void aDamagedJournalIsNotSealed() throws IOException {
        List<FeatureKey> keys;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            keys = append(storage, 0, 3);
            flipBit(journal(folder, 0), Files.size(journal(folder, 0)) - 5);
        }
        for (int start = 0; start < 2; start++) {
            try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(1))) {
                append(storage, 10 + start);
                assertHolds(storage, keys.get(1), 1);
                assertReadFails(ErrorCode.DATA_CORRUPT, storage, keys.get(2));
            }
            assertThat(journal(folder, 0)).exists();
            assertThat(shard(folder, 0)).doesNotExist();
            assertThat(shard(folder, 1 + start)).exists();
        }
    }

    @Test
    void damageThatSealingMeetsKeepsTheJournal() throws IOException {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(4))) {
            List<FeatureKey> keys = append(storage, 0, 3);
            flipBit(journal(folder, 0), Files.size(journal(folder, 0)) - 5);
            append(storage, 3);
            append(storage, 4, 4);
            assertHolds(storage, keys.get(0), 0);
            assertReadFails(ErrorCode.DATA_CORRUPT, storage, keys.get(2));
        }
        assertThat(journal(folder, 0)).exists();
        assertThat(shard(folder, 0)).doesNotExist();
        assertThat(shard(folder, 1)).exists();
    }

    @Test
    void aJournalWithADamagedHeaderFailsAloneAndIsNeverRemoved() throws IOException {
        List<FeatureKey> keys;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            keys = append(storage, 0, 3);
        }
        flipBit(journal(folder, 0), 13);
        for (int start = 0; start < 2; start++) {
            try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
                assertReadFails(ErrorCode.DATA_CORRUPT, storage, keys.get(0));
                assertHolds(storage, append(storage, 5), 5);
                assertThat(storage.verify().findings()).hasSize(1);
            }
        }
        assertThat(journal(folder, 0)).exists();
    }
}
