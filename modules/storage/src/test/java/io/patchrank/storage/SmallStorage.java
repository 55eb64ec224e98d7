package io.patchrank.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.testing.SampleBinariser;
import io.patchrank.api.testing.SampleFeatures;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;

/** Vocabulary of the storage tests: a shape of a few bytes, and images whose number is their seed. */
final class SmallStorage {
    static final int TOP_K = 3;
    static final String FINGERPRINT = "small-model";
    static final StorageOptions LARGE_SEGMENTS =
            new StorageOptions(StoredType.FLOAT16, TOP_K, 4, 2, FINGERPRINT, 1_000, Long.MAX_VALUE);

    /** Two codes of 12 bits an image, and nothing else. */
    static final CodeOptions CODES = new CodeOptions(true, 2, new SampleBinariser(4, 12, 1));

    private static final SampleFeatures SAMPLES = new SampleFeatures(4, 2, FINGERPRINT);

    private SmallStorage() {}

    static StorageOptions segmentsOf(int images) {
        return LARGE_SEGMENTS.withSegmentLimits(images, Long.MAX_VALUE);
    }

    static ImageFeatures image(int number) {
        return SAMPLES.image(number, TOP_K, 0);
    }

    static FeatureKey append(FeatureStorage storage, int number) {
        return storage.append(List.of("image-" + number), List.of(image(number)))
                .getFirst();
    }

    /** One call for each image. */
    static List<FeatureKey> append(FeatureStorage storage, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> append(storage, number))
                .toList();
    }

    static void assertHolds(FeatureStorage storage, FeatureKey key, int number) {
        LocalDescriptors read = storage.readLocals(List.of(key), TOP_K).getFirst();
        assertThat(read.values()).isEqualTo(image(number).locals().values());
        assertThat(storage.readGlobals(List.of(key)).getFirst())
                .isEqualTo(image(number).global());
    }

    static void assertHolds(FeatureStorage storage, List<FeatureKey> keys, int first) {
        for (int i = 0; i < keys.size(); i++) {
            assertHolds(storage, keys.get(i), first + i);
        }
    }

    static void assertHoldsCodes(FeatureStorage storage, List<FeatureKey> keys, int first) {
        List<LocalDescriptors> read = storage.readLocals(keys, CODES.descriptors(), LocalsForm.CODES);
        for (int i = 0; i < keys.size(); i++) {
            LocalDescriptors strongest = image(first + i).locals().resized(CODES.descriptors());
            assertThat(read.get(i).values())
                    .isEqualTo(CODES.binariser()
                            .codes(strongest)
                            .unpack(CODES.descriptors())
                            .values());
        }
    }

    static void assertReadFails(ErrorCode code, FeatureStorage storage, FeatureKey key) {
        assertFails(code, () -> storage.readLocals(List.of(key), TOP_K));
        assertFails(code, () -> storage.readGlobals(List.of(key)));
    }

    static ThrowableAssertAlternative<PatchrankException> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    static Path journal(Path folder, int segment) {
        return new StorageFolder(folder, ChannelOpener.SYSTEM).journal(segment);
    }

    static Path shard(Path folder, int segment) {
        return new StorageFolder(folder, ChannelOpener.SYSTEM).shard(segment);
    }

    static Path checksum(Path folder, int segment) {
        return StorageFolder.checksumOf(shard(folder, segment));
    }

    /** A copy of the folder as a crash at this moment would leave it. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    static void flipBit(Path file, long offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.toIntExact(offset)] ^= 0x10;
        Files.write(file, bytes);
    }
}
