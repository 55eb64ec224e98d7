package io.patchrank.storage;

import static io.patchrank.storage.SmallStorage.LARGE_SEGMENTS;
import static io.patchrank.storage.SmallStorage.append;
import static io.patchrank.storage.SmallStorage.assertFails;
import static io.patchrank.storage.SmallStorage.assertHolds;
import static io.patchrank.storage.SmallStorage.image;
import static io.patchrank.storage.SmallStorage.journal;
import static io.patchrank.storage.SmallStorage.segmentsOf;
import static io.patchrank.storage.SmallStorage.shard;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.FeatureKey;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a failed write is kept or acknowledged, and the storage goes on when the disk does. */
class WriteFailureTest {
    private final Path folder;
    private final FaultyChannels disk = new FaultyChannels();

    WriteFailureTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Hdf5FeatureStorage open(StorageOptions options) {
        return Hdf5FeatureStorage.open(folder, options, disk);
    }

    @Test
    void diskFullAtAnyByteOfAnAppendIsUndone() throws IOException {
        try (Hdf5FeatureStorage storage = open(LARGE_SEGMENTS)) {
            FeatureKey first = append(storage, 0);
            long size = Files.size(journal(folder, 0));
            int record = JournalRecord.encode(LARGE_SEGMENTS.layout(), "image-1", image(1), Optional.empty())
                    .bytes(1)
                    .remaining();
            for (int room = 0; room < 2 * record; room++) {
                disk.diskFullAfter(room);
                assertFails(
                                ErrorCode.DISK_FULL,
                                () -> storage.append(List.of("image-1", "image-2"), List.of(image(1), image(2))))
                        .withMessageContaining(journal(folder, 0).toString());
                assertThat(Files.size(journal(folder, 0))).isEqualTo(size);
                assertThat(storage.status().images()).isEqualTo(1);
            }
            disk.freeDisk();
            FeatureKey second = append(storage, 1);
            assertThat(second).isEqualTo(new FeatureKey(0, 1));
            assertHolds(storage, List.of(first, second), 0);
        }
        try (Hdf5FeatureStorage storage = open(LARGE_SEGMENTS)) {
            assertThat(storage.status().images()).isEqualTo(2);
            assertThat(storage.verify().isSound()).isTrue();
        }
    }

    @Test
    void diskFullWhenASegmentBeginsLeavesNoFile() {
        try (Hdf5FeatureStorage storage = open(LARGE_SEGMENTS)) {
            disk.diskFullAfter(10);
            assertFails(ErrorCode.DISK_FULL, () -> append(storage, 0));
            assertThat(journal(folder, 0)).doesNotExist();
            disk.freeDisk();
            assertHolds(storage, append(storage, 0), 0);
        }
    }

    @Test
    void afterAFailedForceTheSegmentTakesNoMoreRows() {
        try (Hdf5FeatureStorage storage = open(LARGE_SEGMENTS)) {
            List<FeatureKey> keys = append(storage, 0, 2);
            disk.forceFails = true;
            assertFails(ErrorCode.IO_FAILED, () -> append(storage, 2));
            disk.forceFails = false;
            FeatureKey next = append(storage, 3);
            assertThat(next.segment()).isEqualTo(1);
            assertHolds(storage, keys, 0);
            assertHolds(storage, next, 3);
            assertThat(storage.status().images()).isEqualTo(3);
        }
        assertThat(shard(folder, 0)).exists();
    }

    @Test
    void whatCannotBeCutOffIsNotGivenAKey() {
        List<FeatureKey> keys;
        FeatureKey next;
        try (Hdf5FeatureStorage storage = open(LARGE_SEGMENTS)) {
            keys = append(storage, 0, 2);
            disk.truncateFails = true;
            disk.diskFullAfter(50);
            assertFails(ErrorCode.DISK_FULL, () -> append(storage, 2));
            disk.freeDisk();
            disk.truncateFails = false;
            next = append(storage, 3);
            assertThat(next.segment()).isEqualTo(1);
        }
        try (Hdf5FeatureStorage storage = open(LARGE_SEGMENTS)) {
            assertHolds(storage, keys, 0);
            assertHolds(storage, next, 3);
        }
    }

    @Test
    void aSegmentWhoseFirstWriteFailsLeavesNothing() {
        try (Hdf5FeatureStorage storage = open(LARGE_SEGMENTS)) {
            disk.beforeForce = () -> disk.forceFails = disk.forces.get() >= 2;
            assertFails(ErrorCode.IO_FAILED, () -> append(storage, 0));
            disk.beforeForce = () -> {};
            disk.forceFails = false;
            assertThat(journal(folder, 0)).doesNotExist();
            assertHolds(storage, append(storage, 0), 0);
        }
    }

    @Test
    void diskFullWhileSealingKeepsTheJournalUntilTheNextTry() {
        try (Hdf5FeatureStorage storage = open(segmentsOf(3))) {
            List<FeatureKey> keys = append(storage, 0, 2);
            disk.beforeForce = () -> disk.diskFullAfter(100);
            FeatureKey third = append(storage, 2);
            while (disk.bytesLeft.get() != 0) {
                Thread.onSpinWait();
            }
            assertHolds(storage, keys, 0);
            assertHolds(storage, third, 2);
            disk.beforeForce = () -> {};
            disk.freeDisk();

            List<FeatureKey> more = append(storage, 3, 3);
            assertHolds(storage, more, 3);
        }
        assertThat(journal(folder, 0)).doesNotExist();
        assertThat(shard(folder, 0)).exists();
        assertThat(shard(folder, 1)).exists();
        try (Hdf5FeatureStorage storage = open(segmentsOf(3))) {
            assertThat(storage.status().shards()).isEqualTo(2);
            assertThat(storage.verify().isSound()).isTrue();
        }
    }

    /** A write may take less than it is given without failing. */
    @Test
    void writesThatTakeAFewBytesEachLeaveTheSameFiles() {
        disk.writeAtOnce(5);
        List<FeatureKey> keys;
        try (Hdf5FeatureStorage storage = open(segmentsOf(3))) {
            keys = append(storage, 0, 4);
        }
        assertThat(shard(folder, 0)).exists();
        try (Hdf5FeatureStorage storage = open(segmentsOf(3))) {
            assertThat(storage.verify().findings()).isEmpty();
            assertHolds(storage, keys, 0);
        }
    }

    @Test
    void fileThatWasDeletedIsNotWrittenToAndItsRowsAreSealed() throws IOException {
        try (Hdf5FeatureStorage storage = open(LARGE_SEGMENTS)) {
            List<FeatureKey> keys = append(storage, 0, 2);
            Files.delete(journal(folder, 0));

            assertFails(ErrorCode.IO_FAILED, () -> append(storage, 2))
                    .withMessageContaining(journal(folder, 0).toString());

            FeatureKey next = append(storage, 3);
            assertThat(next.segment()).isEqualTo(1);
            assertHolds(storage, keys, 0);
        }
        assertThat(shard(folder, 0)).exists();
    }

    @Test
    void theReasonOfTheSystemIsRecognised() {
        Path file = folder.resolve("file");
        assertThat(StorageFailures.of(new FileSystemException("f", null, "No space left on device"), file)
                        .code())
                .isEqualTo(ErrorCode.DISK_FULL);
        assertThat(StorageFailures.of(new IOException("Disk quota exceeded"), file)
                        .code())
                .isEqualTo(ErrorCode.DISK_FULL);
        assertThat(StorageFailures.of(new IOException("Input/output error"), file)
                        .code())
                .isEqualTo(ErrorCode.IO_FAILED);
    }
}
