package io.patchrank.storage;

import static io.patchrank.storage.SmallStorage.append;
import static io.patchrank.storage.SmallStorage.assertHolds;
import static io.patchrank.storage.SmallStorage.flipBit;
import static io.patchrank.storage.SmallStorage.journal;
import static io.patchrank.storage.SmallStorage.segmentsOf;
import static io.patchrank.storage.SmallStorage.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.storage.FaultyChannels.Operation;
import io.patchrank.storage.StorageFinding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each of these leaves the keys that it can, and takes nothing away for good. */
class StorageRepairTest {
    private final Path folder;
    private final Path damaged;
    private final List<String> done = new ArrayList<>();

    StorageRepairTest(@TempDir Path root) {
        folder = root.resolve("features");
        damaged = root.resolve("damaged");
    }

    private Map<FeatureKey, FeatureKey> repair(Kind... expected) {
        List<StorageFinding> findings = StorageInspection.of(folder).findings();
        assertThat(findings).extracting(StorageFinding::kind).containsExactly(expected);
        StorageRepair repair =
                new StorageRepair(folder, new DamagedFiles(damaged), findings, (finding, text) -> done.add(text));
        Map<FeatureKey, FeatureKey> moved = repair.makeReadable();
        repair.putAside();
        assertThat(done).hasSameSizeAs(findings);
        assertThat(StorageInspection.of(folder).findings()).isEmpty();
        return moved;
    }

    @Test
    void damagedShardBesideItsJournalIsSealedAgain() throws IOException {
        FaultyChannels disk = new FaultyChannels();
        List<FeatureKey> keys;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(3), disk)) {
            disk.fail(Set.of(Operation.MOVE), () -> new IOException("Input/output error"));
            // The fourth begins the next segment, which leaves the first to be sealed at the next start.
            keys = append(storage, 0, 4);
        }
        byte[] journal = Files.readAllBytes(journal(folder, 0));
        Hdf5FeatureStorage.open(folder, segmentsOf(3)).close();
        Files.write(journal(folder, 0), journal);
        flipBit(shard(folder, 0), Files.size(shard(folder, 0)) / 2);

        assertThat(repair(Kind.SEAL_AGAIN)).isEmpty();

        assertThat(damaged).isDirectoryContaining("glob:**.hdf5");
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(3))) {
            assertHolds(storage, keys, 0);
        }
    }

    @Test
    void rowsBesideADamagedOneMoveToANewSegment() throws IOException {
        List<FeatureKey> keys;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(100))) {
            keys = append(storage, 0, 4);
        }
        flipBit(journal(folder, 0), Files.size(journal(folder, 0)) / 3);

        Map<FeatureKey, FeatureKey> moved = repair(Kind.DAMAGED_ROWS);

        assertThat(moved).hasSize(3);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(100))) {
            moved.forEach((old, now) -> assertHolds(storage, now, keys.indexOf(old)));
            FeatureKey next = append(storage, 9);
            assertHolds(storage, next, 9);
            assertThat(moved.values()).doesNotContain(next);
        }
    }

    @Test
    void rowsDoNotMoveToASegmentThatTheNextStartDeletes() throws IOException {
        List<FeatureKey> keys;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(100))) {
            keys = append(storage, 0, 4);
        }
        new DroppedSegments(1, 2).write(new StorageFolder(folder, ChannelOpener.SYSTEM));
        flipBit(journal(folder, 0), Files.size(journal(folder, 0)) / 3);

        Map<FeatureKey, FeatureKey> moved = repair(Kind.DAMAGED_ROWS);

        assertThat(moved).hasSize(3);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(100))) {
            moved.forEach((old, now) -> assertHolds(storage, now, keys.indexOf(old)));
        }
    }

    @Test
    void folderThatIsOpenedToReadTakesNothing() {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(100))) {
            append(storage, 0, 2);
        }
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.openToRead(folder)) {
            assertHolds(storage, new FeatureKey(0, 1), 1);
            assertThatIllegalStateException().isThrownBy(() -> append(storage, 5));
        }
        repair();
    }
}
