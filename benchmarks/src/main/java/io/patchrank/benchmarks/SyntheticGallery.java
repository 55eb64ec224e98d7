package io.patchrank.benchmarks;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.cli.TemporaryFolder;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.pipeline.ConfiguredStorage;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.data.DataFolder;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A gallery of synthetic descriptors, written by the product's own storage and catalogue in the shape of its default
 * model; there are no photographs behind it. Says how many images a second are put: features on disk, and indexed.
 *
 * <pre>SyntheticGallery DATA IMAGES LOCALS     LOCALS descriptors an image (model.locals.top-k of whoever opens it)</pre>
 */
public final class SyntheticGallery {
    /** Put into a gallery that is thrown away, until what puts them is compiled. */
    private static final int WARM_UP = 2000;

    private final ModelInfo model;
    private final int commit;

    private SyntheticGallery(ModelInfo model, int commit) {
        this.model = model;
        this.commit = commit;
    }

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        int images = Integer.parseInt(arguments[1]);
        int locals = Integer.parseInt(arguments[2]);
        PatchrankConfig config = config(data, arguments[2]);
        SyntheticGallery maker =
                new SyntheticGallery(model(config), config.index().commitBatch());
        try (TemporaryFolder scratch = new TemporaryFolder("patchrank-warm-up")) {
            maker.put(
                    config(scratch.path(), arguments[2]),
                    new SyntheticDescriptors(maker.model, WARM_UP, locals),
                    WARM_UP);
        }
        double[] seconds = new double[1];
        double peak = ProcessMemory.peakMegabytes(
                () -> seconds[0] = maker.put(config, new SyntheticDescriptors(maker.model, images, locals), images));
        try (DataFolder folder = DataFolder.open(data)) {
            Round.print(
                    new JsonObject()
                            .put("images", images)
                            .put("seconds", seconds[0])
                            .put("imagesPerSecond", images / seconds[0])
                            .put("featureBytes", (double) CodesOnDisk.bytes(folder.features()) / images)
                            .put("catalogueBytes", (double) CodesOnDisk.bytes(folder.catalogue()) / images)
                            .put("peakMegabytes", peak),
                    "%d local descriptors of %d and a global one of %d an image, %d images a commit"
                            .formatted(
                                    locals, maker.model.localDimension(), maker.model.globalDimension(), maker.commit));
        }
    }

    static PatchrankConfig config(Path data, String locals) {
        return PatchrankConfig.load(
                Optional.empty(), Map.of("data", data.toString(), "model.locals.top-k", locals, "web.port", "0"));
    }

    /** Seconds until all are durable, indexed and merged; without those that descriptors are drawn in. */
    private double put(PatchrankConfig config, SyntheticDescriptors descriptors, int images) {
        long nanos = 0;
        try (DataFolder folder = DataFolder.open(config.data());
                Hdf5FeatureStorage storage =
                        Hdf5FeatureStorage.open(folder.features(), ConfiguredStorage.of(config, model));
                LuceneGalleryIndex index = LuceneGalleryIndex.open(folder.catalogue(), IndexOptions.defaults())) {
            for (int first = 0; first < images; first += commit) {
                int end = Math.min(images, first + commit);
                List<ImageFeatures> features =
                        IntStream.range(first, end).mapToObj(descriptors::of).toList();
                List<String> names = IntStream.range(first, end)
                        .mapToObj(image -> SyntheticRows.id(image).value())
                        .toList();
                long start = System.nanoTime();
                List<FeatureKey> keys = storage.append(names, features);
                List<CatalogueChange> changes = new ArrayList<>();
                for (int i = 0; i < keys.size(); i++) {
                    changes.add(new CatalogueChange.Index(
                            SyntheticRows.image(first + i, keys.get(i), model.fingerprint()),
                            features.get(i).global()));
                }
                index.apply(changes);
                nanos += System.nanoTime() - start;
            }
            long start = System.nanoTime();
            index.settle();
            index.compact(config.store().compactAbove());
            nanos += System.nanoTime() - start;
        }
        return nanos / 1e9;
    }

    private static ModelInfo model(PatchrankConfig config) {
        try (Patchrank extractor = Patchrank.start(config.withStages(Set.of(Stage.EXTRACT)))) {
            return extractor.model();
        }
    }
}
