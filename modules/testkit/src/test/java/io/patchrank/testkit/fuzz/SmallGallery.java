package io.patchrank.testkit.fuzz;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.testing.SampleFeatures;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageOptions;
import io.patchrank.storage.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Features of two images in one segment, whose file is replaced. */
record SmallGallery(Path whole, Path copy, int imagesPerSegment) {
    /** Images of a segment: the two are sealed as a shard. */
    static final int SEALED = 2;
    /** The two stay in a journal. */
    static final int OPEN = 1000;

    private static final int TOP_K = 3;
    private static final String MODEL = "fuzz-model";
    private static final StorageOptions STORAGE =
            new StorageOptions(StoredType.FLOAT16, TOP_K, 4, 2, MODEL, 1000, Long.MAX_VALUE);

    static SmallGallery in(Path folder, int imagesPerSegment) {
        return new SmallGallery(folder.resolve("gallery"), folder.resolve("copy"), imagesPerSegment);
    }

    static SmallGallery create(Path folder, int imagesPerSegment) {
        SmallGallery gallery = in(folder, imagesPerSegment);
        SampleFeatures samples = new SampleFeatures(4, 2, MODEL);
        try (Hdf5FeatureStorage storage =
                Hdf5FeatureStorage.open(gallery.whole, STORAGE.withSegmentLimits(imagesPerSegment, Long.MAX_VALUE))) {
            for (int image = 0; image < 2; image++) {
                storage.append(List.of("image-" + image), List.of(samples.image(image, TOP_K, 0)));
            }
        }
        return gallery;
    }

    byte[] segment() throws IOException {
        return Files.readAllBytes(file());
    }

    private Path file() throws IOException {
        String ending = imagesPerSegment == SEALED ? ".hdf5" : ".prj";
        return files(whole).stream()
                .filter(file -> file.toString().endsWith(ending))
                .findFirst()
                .orElseThrow();
    }

    /** All that a start and a search read, with these bytes in place of the segment's file. */
    void readWith(byte[] bytes) throws IOException {
        refresh();
        Files.write(copy.resolve(whole.relativize(file())), bytes);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(copy, STORAGE)) {
            storage.verify();
            for (int row = 0; row < 2; row++) {
                storage.readLocals(List.of(new FeatureKey(0, row)), TOP_K);
            }
        }
    }

    private void refresh() throws IOException {
        if (Files.exists(copy)) {
            for (Path old : files(copy)) {
                Files.delete(old);
            }
        }
        for (Path file : files(whole)) {
            Path target = copy.resolve(whole.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
