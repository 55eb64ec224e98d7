package io.patchrank.benchmarks;

import io.patchrank.api.feature.Binariser;
import io.patchrank.api.feature.BinaryCodes;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.storage.CodeOptions;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageOptions;
import io.patchrank.storage.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A storage of binary codes only: random codes of 50 descriptors, 128 bits each, an image. Prints bytes an image and the
 * time to read the codes of 100 random images, as a shortlist is.
 * Arguments: an empty folder, and how many images.
 */
final class CodesOnDisk {
    private static final int CODES = 50;
    private static final int BITS = 128;
    private static final int CALL = 500;
    private static final int SHORTLIST = 100;
    private static final int ROUNDS = 200;

    private CodesOnDisk() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int images = Integer.parseInt(arguments[1]);
        StorageOptions options = new StorageOptions(
                        StoredType.FLOAT16,
                        CODES,
                        1,
                        768,
                        "random",
                        StorageOptions.DEFAULT_IMAGES_PER_SEGMENT,
                        StorageOptions.DEFAULT_BYTES_PER_SEGMENT)
                .withCodes(new CodeOptions(true, CODES, new RandomCodes(new Random(1))));

        List<FeatureKey> keys = new ArrayList<>();
        long start = System.nanoTime();
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            for (int first = 0; first < images; first += CALL) {
                int count = Math.min(CALL, images - first);
                keys.addAll(
                        storage.append(Collections.nCopies(count, "image"), Collections.nCopies(count, features())));
            }
        }
        double writing = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d images written, forced and sealed in %.1f s; %.1f bytes an image%n",
                images,
                writing,
                (double) bytes(folder) / images);

        double[] millis = new double[ROUNDS];
        Random random = new Random(2);
        long opening = System.nanoTime();
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            System.out.printf(Locale.ROOT, "opened in %.2f s%n", (System.nanoTime() - opening) / 1e9);
            for (int round = 0; round < ROUNDS; round++) {
                List<FeatureKey> shortlist =
                        random.ints(SHORTLIST, 0, images).mapToObj(keys::get).toList();
                long began = System.nanoTime();
                storage.readLocals(shortlist, CODES, LocalsForm.CODES);
                millis[round] = (System.nanoTime() - began) / 1e6;
            }
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "codes of %d random images: first read %.1f ms, then median %.2f ms (of %d reads, file cache warm)%n",
                SHORTLIST,
                first,
                millis[ROUNDS / 2],
                ROUNDS);
    }

    private static ImageFeatures features() {
        float[] zeros = new float[CODES];
        LocalDescriptors locals =
                new LocalDescriptors(1, zeros, zeros, zeros, zeros, new boolean[CODES], new float[CODES]);
        return new ImageFeatures(new float[768], locals, new PatchGrid(23, 17), "random");
    }

    /** Of all files in it. */
    static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Stands for a projection: what the bits say does not matter here. */
    private record RandomCodes(Random random) implements Binariser {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public int bits() {
            return BITS;
        }

        @Override
        public String digest() {
            return "random";
        }

        @Override
        public BinaryCodes codes(LocalDescriptors locals) {
            byte[] packed = new byte[locals.validCount() * BinaryCodes.bytes(BITS)];
            random.nextBytes(packed);
            return new BinaryCodes(BITS, locals.validCount(), packed);
        }
    }
}
