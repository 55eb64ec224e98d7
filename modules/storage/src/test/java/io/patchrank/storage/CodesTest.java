package io.patchrank.storage;

import static io.patchrank.storage.SmallStorage.LARGE_SEGMENTS;
import static io.patchrank.storage.SmallStorage.append;
import static io.patchrank.storage.SmallStorage.assertFails;
import static io.patchrank.storage.SmallStorage.assertHoldsCodes;
import static io.patchrank.storage.SmallStorage.flipBit;
import static io.patchrank.storage.SmallStorage.journal;
import static io.patchrank.storage.SmallStorage.shard;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.Binariser;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.testing.SampleBinariser;
import io.patchrank.api.testing.SampleFeatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary codes on disk: how little they take, which folders are refused, what survives. */
class CodesTest {
    private static final CodeOptions ALONE = SmallStorage.CODES;
    private static final Binariser PROJECTION = ALONE.binariser();
    private static final CodeOptions BESIDE = new CodeOptions(false, 2, PROJECTION);

    private final Path folder;

    CodesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** 50 codes of 128 bits, as AMES' distilled network makes them; the descriptors' dimension does not matter. */
    private static final StorageOptions PUBLISHED = new StorageOptions(
                    StoredType.FLOAT16, 700, 8, 2_048, "published", 1_000, Long.MAX_VALUE)
            .withCodes(new CodeOptions(true, 50, new SampleBinariser(8, 128, 1)));

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000})
    void anImageOfFiftyCodesTakesAtMost1100Bytes(int imagesPerSegment) {
        int images = 3_000;
        StorageOptions options = PUBLISHED.withSegmentLimits(imagesPerSegment, Long.MAX_VALUE);
        ImageFeatures features = new SampleFeatures(8, 2_048, "published").image(1, 60, 0);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            for (int i = 0; i < images; i += 500) {
                List<String> names = IntStream.range(i, i + 500)
                        .mapToObj(n -> "/a/folder/of/a/rather/long/name/photograph-" + n + ".jpg")
                        .toList();
                storage.append(names, Collections.nCopies(500, features));
            }
        }
        boolean sealed = imagesPerSegment < images;
        assertThat(Files.exists(shard(folder, 0))).isEqualTo(sealed);
        assertThat((double) bytes() / images).isBetween(50 * 16.0, 1_100.0);
    }

    private long bytes() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFolderIsBoundToItsCodes() {
        storeOne(LARGE_SEGMENTS.withCodes(ALONE));
        List<StorageOptions> others = List.of(
                LARGE_SEGMENTS,
                LARGE_SEGMENTS.withCodes(BESIDE),
                LARGE_SEGMENTS.withCodes(new CodeOptions(true, 3, PROJECTION)),
                LARGE_SEGMENTS.withCodes(new CodeOptions(true, 2, new SampleBinariser(4, 16, 1))),
                LARGE_SEGMENTS.withCodes(new CodeOptions(true, 2, new SampleBinariser(4, 12, 2))));
        for (StorageOptions other : others) {
            assertFails(ErrorCode.MODEL_MISMATCH, () -> Hdf5FeatureStorage.open(folder, other))
                    .withMessageContaining(folder.resolve("format.properties").toString())
                    .withMessageContaining("2 codes of 12 bits only, projection sample-projection-1")
                    .withMessageContaining("keep the codes");
        }
        storeOne(LARGE_SEGMENTS.withCodes(ALONE));
    }

    @Test
    void filesOfAnotherProjectionAreRefusedAlsoWithoutTheFormatFile() throws IOException {
        StorageOptions other = LARGE_SEGMENTS.withCodes(new CodeOptions(false, 2, new SampleBinariser(4, 12, 2)));
        for (int images : new int[] {1_000, 1}) {
            storeOne(LARGE_SEGMENTS.withCodes(BESIDE).withSegmentLimits(images, Long.MAX_VALUE));
            Files.delete(folder.resolve("format.properties"));
            assertFails(ErrorCode.MODEL_MISMATCH, () -> Hdf5FeatureStorage.open(folder, other));
            Files.delete(folder.resolve("format.properties"));
        }
        assertThat(shard(folder, 0)).exists();
    }

    @Test
    void aFolderWithoutCodesTakesNone() {
        storeOne(LARGE_SEGMENTS);
        assertFails(ErrorCode.MODEL_MISMATCH, () -> Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS.withCodes(BESIDE)));
    }

    @Test
    void onlyFoldersWithCodesAreOfTheSecondFormat() throws IOException {
        storeOne(LARGE_SEGMENTS);
        assertThat(folder.resolve("format.properties"))
                .content()
                .contains("formatVersion=1")
                .doesNotContain("code");
        assertThat(journalVersion(folder)).isOne();

        Path other = folder.resolve("other");
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(other, LARGE_SEGMENTS.withCodes(BESIDE))) {
            append(storage, 0);
        }
        assertThat(other.resolve("format.properties")).content().contains("formatVersion=2", "codes=beside");
        assertThat(journalVersion(other)).isEqualTo(2);
    }

    private static int journalVersion(Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(journal(folder, 0));
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
    }

    @Test
    void aProjectionOfOtherDescriptorsIsRefused() {
        CodeOptions wrong = new CodeOptions(true, 2, new SampleBinariser(5, 12, 1));
        assertFails(ErrorCode.MODEL_MISMATCH, () -> LARGE_SEGMENTS.withCodes(wrong))
                .withMessageContaining("takes descriptors of 5 dimensions, the model's have 4");
        assertFails(ErrorCode.CONFIG_INVALID, () -> LARGE_SEGMENTS.withCodes(new CodeOptions(true, 0, PROJECTION)));
        assertFails(
                ErrorCode.CONFIG_INVALID, () -> LARGE_SEGMENTS.withCodes(new CodeOptions(true, 65_536, PROJECTION)));
    }

    @Test
    void aDamagedShardAnswersForItsOwnRow() throws IOException {
        StorageOptions options = LARGE_SEGMENTS.withCodes(ALONE).withSegmentLimits(2, Long.MAX_VALUE);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            append(storage, 0, 2);
        }
        // The number of codes of the second image: the only two bytes 2, 0, 2, 0 of the file.
        byte[] bytes = Files.readAllBytes(shard(folder, 0));
        int at = 0;
        while (bytes[at] != 2 || bytes[at + 1] != 0 || bytes[at + 2] != 2 || bytes[at + 3] != 0) {
            at++;
        }
        flipBit(shard(folder, 0), at + 2);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            assertHoldsCodes(storage, List.of(new FeatureKey(0, 0)), 0);
            List<FeatureKey> second = List.of(new FeatureKey(0, 1));
            assertFails(ErrorCode.DATA_CORRUPT, () -> storage.readLocals(second, 1, LocalsForm.CODES))
                    .withMessageContaining("row 1");
            assertThat(storage.verify().isSound()).isFalse();
        }
    }

    private void storeOne(StorageOptions options) {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            append(storage, 0);
        }
    }

    @Test
    void aTornAppendTakesNoAcknowledgedCodesWithIt() throws IOException {
        StorageOptions options = LARGE_SEGMENTS.withCodes(ALONE);
        List<FeatureKey> keys;
        Path crashed = folder.resolve("crashed");
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            keys = append(storage, 0, 5);
            Files.createDirectories(crashed);
            for (Path file : List.of(journal(folder, 0), folder.resolve("format.properties"))) {
                Files.copy(file, crashed.resolve(file.getFileName().toString()));
            }
        }
        Path journal = journal(crashed, 0);
        byte[] bytes = Files.readAllBytes(journal);
        Files.write(journal, Arrays.copyOf(bytes, bytes.length - 3));
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(crashed, options)) {
            assertHoldsCodes(storage, keys.subList(0, 4), 0);
            assertFails(ErrorCode.NOT_FOUND, () -> storage.readLocals(keys.subList(4, 5), 1, LocalsForm.CODES));
            assertThat(append(storage, 9).segment()).isOne();
        }
    }

    @Test
    void aFolderOpenedByWhatItSaysOfItselfCanOnlyBeRead() {
        List<FeatureKey> keys;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS.withCodes(ALONE))) {
            keys = append(storage, 0, 2);
        }
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.openExisting(folder)) {
            assertHoldsCodes(storage, keys, 0);
            assertFails(ErrorCode.MODEL_MISMATCH, () -> append(storage, 2))
                    .withMessageContaining("sample-projection-1");
        }
    }
}
