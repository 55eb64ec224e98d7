package io.patchrank.storage;

import static io.patchrank.storage.SmallStorage.LARGE_SEGMENTS;
import static io.patchrank.storage.SmallStorage.append;
import static io.patchrank.storage.SmallStorage.assertFails;
import static io.patchrank.storage.SmallStorage.assertHolds;
import static io.patchrank.storage.SmallStorage.journal;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.FeatureKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Which folders are refused, and what may change between two runs. */
class FolderFormatTest {
    private final Path folder;

    FolderFormatTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private void storeOne(StorageOptions options) {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            append(storage, 0);
        }
    }

    private void assertOpenFails(ErrorCode code, StorageOptions options, Path named) {
        assertFails(code, () -> Hdf5FeatureStorage.open(folder, options)).withMessageContaining(named.toString());
        // The failed attempt holds no lock.
        assertFails(code, () -> Hdf5FeatureStorage.open(folder, options)).withMessageContaining(named.toString());
    }

    @Test
    void anotherModelOrShapeIsRefusedNamingTheFile() {
        storeOne(LARGE_SEGMENTS);
        List<StorageOptions> others = List.of(
                new StorageOptions(StoredType.FLOAT16, 3, 4, 2, "another-model", 10, 1_000),
                new StorageOptions(StoredType.FLOAT16, 2, 4, 2, SmallStorage.FINGERPRINT, 10, 1_000),
                new StorageOptions(StoredType.FLOAT16, 3, 5, 2, SmallStorage.FINGERPRINT, 10, 1_000),
                new StorageOptions(StoredType.FLOAT16, 3, 4, 3, SmallStorage.FINGERPRINT, 10, 1_000));
        for (StorageOptions other : others) {
            assertOpenFails(ErrorCode.MODEL_MISMATCH, other, folder.resolve("format.properties"));
        }
        storeOne(LARGE_SEGMENTS);
    }

    @Test
    void filesOfAnotherModelAreRefusedAlsoWithoutTheFormatFile() throws IOException {
        storeOne(LARGE_SEGMENTS);
        StorageOptions other = new StorageOptions(StoredType.FLOAT16, 3, 4, 2, "another-model", 10, 1_000);
        Files.delete(folder.resolve("format.properties"));
        assertFails(ErrorCode.MODEL_MISMATCH, () -> Hdf5FeatureStorage.open(folder, other))
                .withMessageContaining(journal(folder, 0).toString());

        Files.delete(folder.resolve("format.properties"));
        Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS.withStoredType(StoredType.FLOAT32))
                .close();
        Files.delete(folder.resolve("format.properties"));
        assertFails(ErrorCode.MODEL_MISMATCH, () -> Hdf5FeatureStorage.open(folder, other))
                .withMessageContaining(SmallStorage.shard(folder, 0).toString());
    }

    @Test
    void aFolderOfANewerVersionIsRefused() throws IOException {
        storeOne(LARGE_SEGMENTS);
        Path format = folder.resolve("format.properties");
        Files.writeString(format, Files.readString(format).replace("formatVersion=1", "formatVersion=3"));
        assertOpenFails(ErrorCode.DATA_FOLDER_NEWER, LARGE_SEGMENTS, format);
    }

    @Test
    void aJournalOfANewerVersionIsRefused() throws IOException {
        storeOne(LARGE_SEGMENTS);
        byte[] bytes = Files.readAllBytes(journal(folder, 0));
        bytes[8] = 3;
        Files.write(journal(folder, 0), bytes);
        assertOpenFails(ErrorCode.DATA_FOLDER_NEWER, LARGE_SEGMENTS, journal(folder, 0));
    }

    @Test
    void anUnreadableFormatFileIsCorrupt() throws IOException {
        storeOne(LARGE_SEGMENTS);
        Path format = folder.resolve("format.properties");
        for (String content : List.of("", "formatVersion=one", "\\u00zz")) {
            Files.writeString(format, content);
            assertOpenFails(ErrorCode.DATA_CORRUPT, LARGE_SEGMENTS, format);
        }
    }

    @Test
    void theNumberFormatMayChangeBetweenRuns() {
        storeOne(LARGE_SEGMENTS);
        try (Hdf5FeatureStorage storage =
                Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS.withStoredType(StoredType.FLOAT32))) {
            FeatureKey second = append(storage, 1);
            assertThat(second.segment()).isEqualTo(1);
            assertHolds(storage, new FeatureKey(0, 0), 0);
            assertHolds(storage, second, 1);
        }
    }

    @Test
    void oneStorageAtATimeWorksOnAFolder() {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            assertOpenFails(ErrorCode.DATA_FOLDER_IN_USE, LARGE_SEGMENTS, folder);
            assertThat(append(storage, 0).row()).isZero();
        }
        storeOne(LARGE_SEGMENTS);
    }

    @Test
    void aFileInTheFoldersPlaceIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        assertFails(ErrorCode.IO_FAILED, () -> Hdf5FeatureStorage.open(file, LARGE_SEGMENTS))
                .withMessageContaining(file.toString());
    }

    @Test
    void foreignFilesAreLeftAlone() throws IOException {
        Path foreign = Files.writeString(folder.resolve("notes.txt"), "mine");
        storeOne(LARGE_SEGMENTS);
        assertThat(foreign).hasContent("mine");
    }

    @Test
    void clampingIsAnnouncedOnce() {
        Logger logger = (Logger) LoggerFactory.getLogger(Hdf5FeatureStorage.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.WARN);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            List<FeatureKey> keys = append(storage, 0, 2);
            storage.readLocals(keys, SmallStorage.TOP_K);
            assertThat(log.list).isEmpty();
            storage.readLocals(keys, SmallStorage.TOP_K + 1);
            storage.readLocals(keys, 700);
            assertThat(log.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
                    .contains("4 local descriptors asked for, 3 are stored"));
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }
}
