package io.patchrank.storage;

import static io.patchrank.storage.SmallStorage.append;
import static io.patchrank.storage.SmallStorage.assertFails;
import static io.patchrank.storage.SmallStorage.assertHolds;
import static io.patchrank.storage.SmallStorage.checksum;
import static io.patchrank.storage.SmallStorage.flipBit;
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

/** What a crash or a damage at the wrong moment makes of copied and dropped segments. */
class DroppedSegmentsTest {
    private final Path folder;

    DroppedSegmentsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void deletionThatACrashInterruptedIsFinishedAtTheNextStart() throws IOException {
        List<FeatureKey> keys;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(2))) {
            keys = append(storage, 0, 5);
        }
        new DroppedSegments(0, 1).write(new StorageFolder(folder, ChannelOpener.SYSTEM));
        Files.delete(shard(folder, 0));

        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(2))) {
            assertThat(checksum(folder, 0)).doesNotExist();
            assertThat(storage.verify().isSound()).isTrue();
            assertHolds(storage, keys.subList(2, 5), 2);
        }
    }

    @Test
    void damagedShardIsNotCopied() throws IOException {
        List<FeatureKey> keys;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(2))) {
            keys = append(storage, 0, 3);
        }
        flipBit(shard(folder, 0), Files.size(shard(folder, 0)) / 2);

        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(2))) {
            assertFails(ErrorCode.DATA_CORRUPT, () -> storage.copy(keys.subList(0, 2)))
                    .withMessageContaining("shard-0000000000.hdf5");
        }
    }

    @Test
    void rowsOfAnotherPrecisionStayWhereTheyAre() {
        FeatureKey key;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(1))) {
            key = append(storage, 0);
        }
        StorageOptions precise = segmentsOf(1).withStoredType(StoredType.FLOAT32);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, precise)) {
            assertThat(storage.segments()).singleElement().satisfies(segment -> {
                assertThat(segment.movable()).isFalse();
                assertThat(segment.open()).isFalse();
            });
            assertFails(ErrorCode.BAD_REQUEST, () -> storage.copy(List.of(key)));
            assertThat(storage.drop(key.segment())).isPositive();
        }
    }

    @Test
    void unreadableNoteOfDroppedSegmentsIsNoObstacle() throws IOException {
        Files.writeString(folder.resolve("dropped.properties"), "next=\\u00zz");
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(1))) {
            FeatureKey key = append(storage, 0);
            assertHolds(storage, key, 0);
        }
    }
}
