package io.patchrank.api.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.testing.SampleBinariser;
import io.patchrank.api.testing.SampleFeatures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link FeatureStorage} keeps. An implementation opens a storage for features of {@link #TOP_K} descriptors
 * of dimension {@link #DIMENSION}, global dimension {@link #GLOBAL_DIMENSION} and model {@link #FINGERPRINT}, set up so
 * small that a dozen images pass every stage that stored features go through; for the tests of codes with
 * {@link #CODES} codes of {@link #BINARISER} an image.
 */
public abstract class FeatureStorageContract {
    protected static final int TOP_K = 6;
    protected static final int DIMENSION = 8;
    protected static final int GLOBAL_DIMENSION = 5;
    protected static final String FINGERPRINT = "contract-model";
    protected static final int CODES = 4;
    protected static final Binariser BINARISER = new SampleBinariser(DIMENSION, 12, 1);

    private static final SampleFeatures SAMPLES = new SampleFeatures(DIMENSION, GLOBAL_DIMENSION, FINGERPRINT);

    private final List<FeatureStorage> opened = new ArrayList<>();

    /** Opens the storage of this test; called again after a close, it opens the same one. */
    protected abstract FeatureStorage open();

    /**
     * Opens the storage of this test, which keeps codes.
     *
     * @param alone whether it keeps nothing else
     */
    protected abstract FeatureStorage openWithCodes(boolean alone);

    private FeatureStorage storageWithCodes(boolean alone) {
        FeatureStorage storage = openWithCodes(alone);
        opened.add(storage);
        return storage;
    }

    private FeatureStorage storage() {
        FeatureStorage storage = open();
        opened.add(storage);
        return storage;
    }

    @AfterEach
    void closeStorages() {
        opened.forEach(FeatureStorage::close);
    }

    @Test
    void readsWhatWasAppendedInRequestOrder() {
        FeatureStorage storage = storage();
        List<ImageFeatures> images = images(0, 11);
        List<FeatureKey> keys = append(storage, images);

        assertThat(keys).hasSize(11).doesNotHaveDuplicates();
        assertHolds(storage, keys, images);
    }

    @Test
    void unsortedAndRepeatedKeysAreAnsweredInRequestOrder() {
        FeatureStorage storage = storage();
        List<ImageFeatures> images = images(0, 9);
        List<FeatureKey> keys = appendOneByOne(storage, images);
        int[] request = {8, 0, 3, 3, 8, 5, 0, 1};

        List<FeatureKey> wanted = IntStream.of(request).mapToObj(keys::get).toList();
        List<ImageFeatures> expected =
                IntStream.of(request).mapToObj(images::get).toList();
        assertHolds(storage, wanted, expected);
    }

    @Test
    void fewerDescriptorsThanStoredAreTheStrongest() {
        FeatureStorage storage = storage();
        ImageFeatures image = SAMPLES.image(1, TOP_K, 0);
        List<FeatureKey> keys = append(storage, List.of(image));

        LocalDescriptors read = storage.readLocals(keys, 2).getFirst();
        assertSame(read, image.locals().resized(2));
    }

    @Test
    void moreDescriptorsThanStoredAreClamped() {
        FeatureStorage storage = storage();
        ImageFeatures image = SAMPLES.image(1, TOP_K, 0);
        List<FeatureKey> keys = append(storage, List.of(image));

        assertSame(storage.readLocals(keys, 100 * TOP_K).getFirst(), image.locals());
        assertSame(storage.readLocals(keys, TOP_K + 1).getFirst(), image.locals());
    }

    @Test
    void anImageWithFewDescriptorsIsPaddedAndMasked() {
        FeatureStorage storage = storage();
        List<ImageFeatures> images = List.of(SAMPLES.image(1, 2, 0), SAMPLES.image(2, 2, 3), SAMPLES.image(3, 0, 0));
        List<FeatureKey> keys = append(storage, images);

        List<LocalDescriptors> read = storage.readLocals(keys, TOP_K - 1);
        assertThat(read).extracting(LocalDescriptors::count).containsOnly(TOP_K - 1);
        assertThat(read).extracting(LocalDescriptors::validCount).containsExactly(2, 2, 0);
        for (int i = 0; i < images.size(); i++) {
            assertSame(read.get(i), images.get(i).locals().resized(TOP_K - 1));
        }
    }

    @Test
    void fillerRowsBeyondTopKAreNoReasonToRefuse() {
        FeatureStorage storage = storage();
        ImageFeatures image = SAMPLES.image(1, TOP_K, 4);
        List<FeatureKey> keys = append(storage, List.of(image));
        assertSame(storage.readLocals(keys, TOP_K).getFirst(), image.locals().resized(TOP_K));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void codesAreThoseOfTheStrongestDescriptors(boolean alone) {
        List<ImageFeatures> images = images(0, 11);
        List<FeatureKey> keys;
        try (FeatureStorage storage = openWithCodes(alone)) {
            keys = append(storage, images);
            assertHoldsCodes(storage, keys, images);
        }
        FeatureStorage reopened = storageWithCodes(alone);
        assertHoldsCodes(reopened, keys, images);
        assertHoldsCodes(reopened, append(reopened, images), images);
    }

    private static void assertHoldsCodes(FeatureStorage storage, List<FeatureKey> keys, List<ImageFeatures> expected) {
        for (int count : new int[] {1, CODES, Integer.MAX_VALUE}) {
            int rows = Math.min(count, CODES);
            List<LocalDescriptors> read = storage.readLocals(keys, count, LocalsForm.CODES);
            for (int i = 0; i < keys.size(); i++) {
                LocalDescriptors strongest = expected.get(i).locals().resized(rows);
                assertSame(read.get(i), BINARISER.codes(strongest).unpack(rows));
            }
        }
    }

    @Test
    void anImageWithoutDescriptorsHasNoCodes() {
        FeatureStorage storage = storageWithCodes(true);
        List<FeatureKey> keys = append(storage, List.of(SAMPLES.image(3, 0, 0)));
        LocalDescriptors read = storage.readLocals(keys, 2, LocalsForm.CODES).getFirst();
        assertThat(read.count()).isEqualTo(2);
        assertThat(read.validCount()).isZero();
    }

    @Test
    void codesBesideDescriptorsTakeNothingFromThem() {
        FeatureStorage storage = storageWithCodes(false);
        List<ImageFeatures> images = images(0, 5);
        List<FeatureKey> keys = append(storage, images);
        assertHolds(storage, keys, images);
        assertSame(
                storage.readLocals(keys, TOP_K, LocalsForm.RICHEST).getLast(),
                images.getLast().locals().resized(TOP_K));
    }

    @Test
    void whatIsNotKeptBesideCodesIsRefused() {
        FeatureStorage storage = storageWithCodes(true);
        List<ImageFeatures> images = images(0, 5);
        List<FeatureKey> keys = append(storage, images);
        assertFails(ErrorCode.MODEL_MISMATCH, () -> storage.readLocals(keys, TOP_K));
        assertFails(ErrorCode.MODEL_MISMATCH, () -> storage.readGlobals(keys));
        assertThat(storage.readLocals(keys, Integer.MAX_VALUE, LocalsForm.RICHEST))
                .extracting(LocalDescriptors::dimension)
                .containsOnly(BINARISER.bits());
    }

    @Test
    void codesThatAreNotKeptAreRefused() {
        FeatureStorage storage = storage();
        List<FeatureKey> keys = append(storage, images(0, 1));
        assertFails(ErrorCode.MODEL_MISMATCH, () -> storage.readLocals(keys, 1, LocalsForm.CODES));
    }

    @Test
    void nothingAppendedNothingRead() {
        FeatureStorage storage = storage();
        assertThat(storage.append(List.of(), List.of())).isEmpty();
        assertThat(storage.readLocals(List.of(), TOP_K)).isEmpty();
        assertThat(storage.readGlobals(List.of())).isEmpty();
        assertThat(storage.status().images()).isZero();
    }

    @Test
    void keyThatWasNeverGivenIsNotFound() {
        FeatureStorage storage = storage();
        List<FeatureKey> keys = append(storage, images(0, 3));
        FeatureKey last = keys.getLast();
        FeatureKey nextRow = new FeatureKey(last.segment(), last.row() + 1);
        FeatureKey farSegment = new FeatureKey(last.segment() + 1_000, 0);

        for (FeatureKey unknown : List.of(nextRow, farSegment)) {
            List<FeatureKey> request = List.of(keys.getFirst(), unknown);
            assertFails(ErrorCode.NOT_FOUND, () -> storage.readLocals(request, TOP_K))
                    .satisfies(e -> assertThat(e.subject()).contains(unknown.toString()));
            assertFails(ErrorCode.NOT_FOUND, () -> storage.readGlobals(request));
        }
    }

    @Test
    void featuresOfAnotherShapeOrModelAreRefusedAndNothingOfTheCallIsKept() {
        FeatureStorage storage = storage();
        ImageFeatures good = SAMPLES.image(1, TOP_K, 0);
        List<ImageFeatures> wrong = List.of(
                new SampleFeatures(DIMENSION + 1, GLOBAL_DIMENSION, FINGERPRINT).image(1, TOP_K, 0),
                new SampleFeatures(DIMENSION, GLOBAL_DIMENSION - 1, FINGERPRINT).image(1, TOP_K, 0),
                new SampleFeatures(DIMENSION, GLOBAL_DIMENSION, "another-model").image(1, TOP_K, 0),
                SAMPLES.image(1, TOP_K + 1, 0));

        for (ImageFeatures features : wrong) {
            assertFails(
                    ErrorCode.MODEL_MISMATCH, () -> storage.append(List.of("good", "wrong"), List.of(good, features)));
        }
        assertThat(storage.status().images()).isZero();
    }

    @Test
    void oneNameToEachImage() {
        FeatureStorage storage = storage();
        assertFails(ErrorCode.BAD_REQUEST, () -> storage.append(List.of(), images(0, 1)));
    }

    @Test
    void atLeastOneDescriptorIsAskedFor() {
        FeatureStorage storage = storage();
        List<FeatureKey> keys = append(storage, images(0, 1));
        assertFails(ErrorCode.BAD_REQUEST, () -> storage.readLocals(keys, 0));
    }

    @Test
    void namesOfAnyKindAreAccepted() {
        FeatureStorage storage = storage();
        List<String> names = List.of("", "Zürich/雪 🏔.jpg", "x".repeat(100_000), "same", "same");
        List<ImageFeatures> images = images(0, names.size());
        assertHolds(storage, storage.append(names, images), images);
    }

    @Test
    void keysStayValidAfterReopening() {
        List<ImageFeatures> images = images(0, 10);
        List<FeatureKey> keys;
        try (FeatureStorage storage = open()) {
            keys = appendOneByOne(storage, images);
        }
        FeatureStorage reopened = storage();
        assertHolds(reopened, keys, images);
        assertThat(reopened.status().images()).isEqualTo(10);

        List<FeatureKey> more = append(reopened, images(100, 3));
        assertThat(more).doesNotContainAnyElementsOf(keys);
        assertHolds(reopened, keys, images);
    }

    @Test
    void statusCountsImagesAndBytes() {
        FeatureStorage storage = storage();
        append(storage, images(0, 7));
        StorageStatus status = storage.status();
        assertThat(status.images()).isEqualTo(7);
        assertThat(status.bytes()).isGreaterThan(7L * TOP_K * DIMENSION);
    }

    @Test
    void copiesAreTheSameAndOutliveTheDroppedSegment() {
        FeatureStorage storage = storage();
        List<ImageFeatures> images = images(0, 12);
        List<FeatureKey> keys = append(storage, images);
        long first = keys.getFirst().segment();
        List<Integer> kept = IntStream.range(0, keys.size())
                .filter(i -> keys.get(i).segment() == first && i % 2 == 0)
                .boxed()
                .toList();
        List<ImageFeatures> expected = kept.stream().map(images::get).toList();
        List<FeatureKey> old = kept.stream().map(keys::get).toList();

        storage.endSegment(first);
        List<FeatureKey> copies = storage.copy(old);
        long stored = storage.status().images();

        assertHolds(storage, old, expected);
        assertThat(storage.drop(first)).isPositive();
        assertThat(storage.segments()).noneMatch(segment -> segment.id() == first);
        assertThat(storage.status().images()).isLessThan(stored);
        assertHolds(storage, copies, expected);
        // Whoever still has the old keys.
        assertHolds(storage, old, expected);
        assertThat(storage.drop(first)).isZero();
        FeatureKey lost = new FeatureKey(first, old.getFirst().row() + 1);
        assertFails(ErrorCode.NOT_FOUND, () -> storage.readLocals(List.of(lost), 1));

        storage.close();
        FeatureStorage reopened = storage();
        assertHolds(reopened, copies, expected);
        assertFails(ErrorCode.NOT_FOUND, () -> reopened.readLocals(old, 1));
    }

    @Test
    void copiesOfCopiesAreFoundUnderTheOldestKey() {
        FeatureStorage storage = storage();
        List<ImageFeatures> image = images(0, 1);
        FeatureKey oldest = append(storage, image).getFirst();
        FeatureKey key = oldest;
        for (int i = 0; i < 3; i++) {
            storage.endSegment(key.segment());
            FeatureKey copy = storage.copy(List.of(key)).getFirst();
            storage.drop(key.segment());
            key = copy;
        }
        assertHolds(storage, List.of(key, oldest), List.of(image.getFirst(), image.getFirst()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void codesAreCopiedWithTheirImage(boolean alone) {
        FeatureStorage storage = storageWithCodes(alone);
        List<ImageFeatures> images = images(0, 3);
        List<FeatureKey> keys = append(storage, images);
        long first = keys.getFirst().segment();
        List<FeatureKey> old =
                keys.stream().filter(key -> key.segment() == first).toList();
        storage.endSegment(first);

        List<FeatureKey> copies = storage.copy(old);
        storage.drop(first);

        assertHoldsCodes(storage, copies, images.subList(0, copies.size()));
    }

    @Test
    void openSegmentIsNotDropped() {
        FeatureStorage storage = storage();
        append(storage, images(0, 1));
        StoredSegment open = storage.segments().stream()
                .filter(StoredSegment::open)
                .findFirst()
                .orElseThrow();

        assertThat(open.rows()).isPositive();
        assertFails(ErrorCode.BAD_REQUEST, () -> storage.drop(open.id()));
    }

    @Test
    void idOfADroppedSegmentIsNeverGivenAgain() {
        FeatureStorage storage = storage();
        FeatureKey key = append(storage, images(0, 1)).getFirst();
        storage.endSegment(key.segment());
        storage.drop(key.segment());
        assertThat(append(storage, images(1, 2)).getFirst().segment()).isGreaterThan(key.segment());
        storage.segments().forEach(segment -> {
            storage.endSegment(segment.id());
            storage.drop(segment.id());
        });
        storage.close();

        FeatureStorage reopened = storage();

        assertThat(append(reopened, images(2, 3)).getFirst().segment()).isGreaterThan(key.segment() + 1);
    }

    @Test
    void closingTwiceIsHarmless() {
        FeatureStorage storage = storage();
        storage.close();
        storage.close();
    }

    /** Reads see every acknowledged row at every moment, whatever the storage does with it meanwhile. */
    @Test
    void appendsAndReadsOfManyThreadsDoNotDisturbEachOther() throws Exception {
        FeatureStorage storage = storage();
        int writers = 4;
        int perWriter = 40;
        Map<FeatureKey, ImageFeatures> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean writing = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> appends = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                int first = w * perWriter;
                appends.add(threads.submit(() -> {
                    for (ImageFeatures image : images(first, perWriter)) {
                        acknowledged.put(append(storage, List.of(image)).getFirst(), image);
                    }
                }));
            }
            List<Future<?>> reads = new ArrayList<>();
            for (int r = 0; r < 3; r++) {
                long seed = r;
                reads.add(threads.submit(() -> readWhile(writing, storage, acknowledged, new Random(seed))));
            }
            try {
                for (Future<?> append : appends) {
                    append.get();
                }
            } finally {
                writing.set(false);
            }
            for (Future<?> read : reads) {
                read.get();
            }
        }
        assertThat(acknowledged).hasSize(writers * perWriter);
        List<FeatureKey> keys = List.copyOf(acknowledged.keySet());
        assertHolds(storage, keys, keys.stream().map(acknowledged::get).toList());
    }

    private static void readWhile(
            AtomicBoolean writing, FeatureStorage storage, Map<FeatureKey, ImageFeatures> known, Random random) {
        while (writing.get()) {
            List<FeatureKey> keys = new ArrayList<>(known.keySet());
            Collections.shuffle(keys, random);
            assertHolds(storage, keys, keys.stream().map(known::get).toList());
        }
    }

    protected static List<ImageFeatures> images(int firstSeed, int count) {
        return IntStream.range(firstSeed, firstSeed + count)
                .mapToObj(seed -> SAMPLES.image(seed, 1 + seed % TOP_K, 0))
                .toList();
    }

    protected static List<FeatureKey> append(FeatureStorage storage, List<ImageFeatures> images) {
        List<String> names =
                IntStream.range(0, images.size()).mapToObj(i -> "image-" + i).toList();
        return storage.append(names, images);
    }

    protected static List<FeatureKey> appendOneByOne(FeatureStorage storage, List<ImageFeatures> images) {
        return images.stream()
                .map(image -> append(storage, List.of(image)).getFirst())
                .toList();
    }

    protected static void assertHolds(FeatureStorage storage, List<FeatureKey> keys, List<ImageFeatures> expected) {
        List<LocalDescriptors> locals = storage.readLocals(keys, TOP_K);
        List<float[]> globals = storage.readGlobals(keys);
        assertThat(locals).hasSameSizeAs(expected);
        assertThat(globals).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertSame(locals.get(i), expected.get(i).locals().resized(TOP_K));
            assertThat(globals.get(i)).isEqualTo(expected.get(i).global());
        }
    }

    protected static void assertSame(LocalDescriptors actual, LocalDescriptors expected) {
        assertThat(actual.dimension()).isEqualTo(expected.dimension());
        assertThat(actual.padding()).isEqualTo(expected.padding());
        assertThat(actual.x()).isEqualTo(expected.x());
        assertThat(actual.y()).isEqualTo(expected.y());
        assertThat(actual.scale()).isEqualTo(expected.scale());
        assertThat(actual.weight()).isEqualTo(expected.weight());
        assertThat(actual.values()).isEqualTo(expected.values());
    }

    protected static ThrowableAssertAlternative<PatchrankException> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
