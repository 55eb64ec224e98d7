package io.patchrank.benchmarks;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.pipeline.ConfiguredStorage;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.data.DataFolder;
import io.patchrank.storage.Hdf5FeatureStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A gallery of random descriptors, written by the product's own storage and catalogue in the shape of its default model;
 * there are no photographs behind it.
 *
 * <pre>SyntheticGallery DATA IMAGES LOCALS     LOCALS descriptors an image (model.locals.top-k of whoever opens it)</pre>
 */
public final class SyntheticGallery {
    private static final int COMMIT = 500;

    private SyntheticGallery() {}

    public static void main(String[] arguments) {
        Path data = Path.of(arguments[0]);
        int images = Integer.parseInt(arguments[1]);
        int locals = Integer.parseInt(arguments[2]);
        PatchrankConfig config = PatchrankConfig.load(
                Optional.empty(), Map.of("data", data.toString(), "model.locals.top-k", arguments[2], "web.port", "0"));
        ModelInfo model = model(config);
        long start = System.nanoTime();
        Random random = new Random(11);
        try (DataFolder folder = DataFolder.open(data);
                Hdf5FeatureStorage storage =
                        Hdf5FeatureStorage.open(folder.features(), ConfiguredStorage.of(config, model));
                LuceneGalleryIndex index = LuceneGalleryIndex.open(folder.catalogue(), IndexOptions.defaults())) {
            for (int first = 0; first < images; first += COMMIT) {
                List<String> names = new ArrayList<>();
                List<ImageFeatures> features = new ArrayList<>();
                for (int image = first; image < Math.min(images, first + COMMIT); image++) {
                    names.add(SyntheticRows.id(image).value());
                    features.add(features(model, locals, random));
                }
                List<FeatureKey> keys = storage.append(names, features);
                List<CatalogueChange> changes = new ArrayList<>();
                for (int i = 0; i < keys.size(); i++) {
                    changes.add(new CatalogueChange.Index(
                            SyntheticRows.image(first + i, keys.get(i), model.fingerprint()),
                            features.get(i).global()));
                }
                index.apply(changes);
            }
            index.settle();
            index.compact(SyntheticRows.COMPACT_ABOVE);
        }
        System.out.printf(
                Locale.ROOT, "{\"images\": %d, \"seconds\": %.1f}%n", images, (System.nanoTime() - start) / 1e9);
    }

    private static ModelInfo model(PatchrankConfig config) {
        try (Patchrank extractor = Patchrank.start(config.withStages(Set.of(Stage.EXTRACT)))) {
            return extractor.model();
        }
    }

    private static ImageFeatures features(ModelInfo model, int count, Random random) {
        int dimension = model.localDimension();
        float[] x = new float[count];
        float[] y = new float[count];
        float[] weight = new float[count];
        float[] values = new float[count * dimension];
        for (int i = 0; i < count; i++) {
            x[i] = random.nextFloat();
            y[i] = random.nextFloat();
            weight[i] = 1 - (float) i / count;
            fillUnit(values, i * dimension, dimension, random);
        }
        LocalDescriptors locals =
                new LocalDescriptors(dimension, x, y, new float[count], weight, new boolean[count], values);
        float[] global = new float[model.globalDimension()];
        fillUnit(global, 0, global.length, random);
        return new ImageFeatures(global, locals, new PatchGrid(23, 17), model.fingerprint());
    }

    private static void fillUnit(float[] values, int from, int length, Random random) {
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            // A sum of uniform numbers is normal enough, and quick.
            values[i] = random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5f;
            squares += (double) values[i] * values[i];
        }
        for (int i = from; i < from + length; i++) {
            values[i] /= (float) Math.sqrt(squares);
        }
    }
}
