package io.patchrank.storage;

import static io.patchrank.storage.SmallStorage.LARGE_SEGMENTS;
import static io.patchrank.storage.SmallStorage.assertHolds;
import static io.patchrank.storage.SmallStorage.assertReadFails;
import static io.patchrank.storage.SmallStorage.journal;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.FeatureKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart makes of a journal whose last write was cut short. */
class JournalTailTest {
    private final Path folder;

    JournalTailTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void rowsBeforeATailTornAtAnyByteStayAndTheRowNumberIsNotGivenAgain() throws IOException {
        Path original = folder.resolve("original");
        List<FeatureKey> keys;
        long start;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(original, LARGE_SEGMENTS)) {
            keys = SmallStorage.append(storage, 0, 2);
            start = Files.size(journal(original, 0));
            SmallStorage.append(storage, 2);
        }
        FeatureKey torn = new FeatureKey(0, 2);
        long end = Files.size(journal(original, 0));
        for (long length = start + 1; length < end; length++) {
            Path crashed = folder.resolve("torn-" + length);
            SmallStorage.copy(original, crashed);
            truncate(journal(crashed, 0), length);

            try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(crashed, LARGE_SEGMENTS)) {
                assertHolds(storage, keys, 0);
                assertReadFails(ErrorCode.NOT_FOUND, storage, torn);
                assertThat(SmallStorage.append(storage, 3)).isNotEqualTo(torn);
                assertReadFails(ErrorCode.NOT_FOUND, storage, torn);
            }
        }
    }

    @Test
    void aWholeJournalGoesOnTakingRows() {
        append(3);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            assertThat(SmallStorage.append(storage, 3)).isEqualTo(new FeatureKey(0, 3));
        }
    }

    @Test
    void aTailOfZerosIsCutOff() throws IOException {
        List<FeatureKey> keys = append(3);
        Files.write(journal(folder, 0), new byte[5_000], StandardOpenOption.APPEND);

        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            assertHolds(storage, keys, 0);
            assertThat(storage.verify().isSound()).isTrue();
        }
    }

    @Test
    void aJournalWhoseHeaderWasCutAtAnyByteIsRemoved() throws IOException {
        append(1);
        int headerLength = new JournalHeader(0, LARGE_SEGMENTS.layout(), LARGE_SEGMENTS.modelFingerprint()).length();
        for (int length = 0; length < headerLength; length++) {
            Path crashed = folder.resolve("header-" + length);
            Files.createDirectories(crashed);
            Files.copy(journal(folder, 0), journal(crashed, 0));
            truncate(journal(crashed, 0), length);
            try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(crashed, LARGE_SEGMENTS)) {
                assertThat(journal(crashed, 0)).doesNotExist();
                assertHolds(storage, SmallStorage.append(storage, 7), 7);
            }
        }
    }

    @Test
    void aJournalOfZerosIsRemoved() throws IOException {
        Files.createDirectories(folder);
        Files.write(journal(folder, 4), new byte[40]);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            assertThat(journal(folder, 4)).doesNotExist();
            assertThat(SmallStorage.append(storage, 0).segment()).isEqualTo(5);
        }
    }

    private List<FeatureKey> append(int images) {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            return SmallStorage.append(storage, 0, images);
        }
    }

    private static void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
