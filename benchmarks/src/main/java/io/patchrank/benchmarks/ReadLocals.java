package io.patchrank.benchmarks;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.feature.StoredSegment;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageOptions;
import io.patchrank.storage.StoredType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Local descriptors of random images out of a storage on disk.
 *
 * <pre>
 * ReadLocals write FOLDER IMAGES                   fills a storage with made-up descriptors
 * ReadLocals read FOLDER SETS PATCHES UNMEASURED   reads each set of images twice, a line of row numbers each
 * </pre>
 */
final class ReadLocals {
    private static final int PATCHES = 300;
    private static final int DIMENSION = 384;
    private static final int GLOBAL_DIMENSION = 384;
    private static final String MODEL = "random";
    private static final int CALL = 100;

    private ReadLocals() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "write" -> write(folder, Integer.parseInt(arguments[2]));
            case "read" ->
                read(folder, Path.of(arguments[2]), Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
            default -> throw new IllegalArgumentException("write or read, not " + arguments[0]);
        }
    }

    private static void write(Path folder, int images) {
        StorageOptions options = new StorageOptions(
                StoredType.FLOAT16,
                PATCHES,
                DIMENSION,
                GLOBAL_DIMENSION,
                MODEL,
                StorageOptions.DEFAULT_IMAGES_PER_SEGMENT,
                StorageOptions.DEFAULT_BYTES_PER_SEGMENT);
        Random random = new Random(1);
        float[] drawn = new float[PATCHES * DIMENSION];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) (random.nextGaussian() / Math.sqrt(DIMENSION));
        }
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            for (int first = 0; first < images; first += CALL) {
                List<ImageFeatures> features = new ArrayList<>();
                for (int image = first; image < Math.min(first + CALL, images); image++) {
                    features.add(features(drawn, image));
                }
                storage.append(Collections.nCopies(features.size(), "image"), features);
            }
            storage.segments().stream()
                    .filter(StoredSegment::open)
                    .forEach(segment -> storage.endSegment(segment.id()));
        }
    }

    /** The same numbers moved along, and the first one its own, so that no image is like another. */
    private static ImageFeatures features(float[] drawn, int image) {
        float[] values = new float[drawn.length];
        int shift = (int) ((long) image * 7919 % drawn.length);
        System.arraycopy(drawn, shift, values, 0, drawn.length - shift);
        System.arraycopy(drawn, 0, values, drawn.length - shift, shift);
        values[0] = image % 2048;
        float[] zeros = new float[PATCHES];
        LocalDescriptors locals =
                new LocalDescriptors(DIMENSION, zeros, zeros, zeros, zeros, new boolean[PATCHES], values);
        return new ImageFeatures(new float[GLOBAL_DIMENSION], locals, new PatchGrid(23, 17), MODEL);
    }

    private static void read(Path folder, Path sets, int patches, int unmeasured) throws IOException {
        List<List<Integer>> wanted = Files.readAllLines(sets).stream()
                .map(line ->
                        Arrays.stream(line.split(" ")).map(Integer::valueOf).toList())
                .toList();
        List<Double> sums = new ArrayList<>();
        double[] passes = new double[2];
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.openToRead(folder)) {
            List<FeatureKey> keys = keys(storage);
            for (int pass = 0; pass < passes.length; pass++) {
                double[] millis = new double[wanted.size()];
                for (int i = 0; i < millis.length; i++) {
                    List<FeatureKey> set = wanted.get(i).stream().map(keys::get).toList();
                    long start = System.nanoTime();
                    List<LocalDescriptors> locals = storage.readLocals(set, patches, LocalsForm.DESCRIPTORS);
                    millis[i] = (System.nanoTime() - start) / 1e6;
                    sums.add(sum(locals));
                }
                passes[pass] = median(Arrays.copyOfRange(millis, unmeasured, millis.length));
            }
        }
        JsonObject measured = new JsonObject()
                .put("coldMillis", passes[0])
                .put("warmMillis", passes[1])
                .put("sums", new JsonArray(sums));
        Round.print(measured, patches + " descriptors an image");
    }

    private static List<FeatureKey> keys(Hdf5FeatureStorage storage) {
        List<FeatureKey> keys = new ArrayList<>();
        storage.forEachRow((key, name) -> keys.add(key));
        return keys;
    }

    private static double sum(List<LocalDescriptors> all) {
        double sum = 0;
        for (LocalDescriptors locals : all) {
            for (float value : locals.values()) {
                sum += value;
            }
            sum += locals.count() - locals.validCount();
        }
        return sum;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
