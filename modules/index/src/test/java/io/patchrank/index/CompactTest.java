package io.patchrank.index;

import static io.patchrank.api.gallery.GalleryRows.indexed;
import static io.patchrank.api.gallery.GalleryRows.removed;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.api.gallery.Neighbour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What removed images took comes back, and the graphs of what stays find as much as before. */
class CompactTest {
    private static final int IMAGES = 1_500;
    private static final int DIMENSION = 128;
    private static final int NEAREST = 20;

    private final Path folder;

    CompactTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 60})
    void removedImagesTakeNoSpaceAndCostNoRecall(int percent) throws IOException {
        IndexOptions options = IndexOptions.defaults()
                .withApproximate(ApproximateSearch.HNSW)
                .withExactBelow(0)
                .withGraphFrom(100);
        try (LuceneGalleryIndex gallery = LuceneGalleryIndex.open(folder, options)) {
            List<CatalogueChange> all = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                all.add(new CatalogueChange.Index(indexed(name(i)), descriptor(i)));
            }
            for (int from = 0; from < IMAGES; from += 250) {
                gallery.apply(all.subList(from, from + 250));
            }
            double recall = gallery.recall(100, NEAREST).recall();
            long bytes = bytes();
            List<CatalogueChange> removals = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                if (i % 100 < percent) {
                    removals.add(new CatalogueChange.Put(removed(name(i))));
                }
            }
            gallery.apply(removals);

            gallery.compact(0.1);

            // Beside the descriptor a row takes a fifth of its bytes, and stays as a record of what was removed.
            double kept = 1 - percent / 100.0;
            assertThat((double) bytes() / bytes).isLessThan(kept + 0.25 * (1 - kept) + 0.05);
            assertThat(gallery.recall(100, NEAREST).recall()).isGreaterThan(recall - 0.01);
            for (int query = 0; query < 20; query++) {
                List<Neighbour> found = gallery.search(descriptor(query), IMAGES, MetadataFilter.ANY);
                assertThat(found).hasSize(IMAGES - removals.size());
            }
        }
    }

    private static String name(int image) {
        return "image-%05d".formatted(image);
    }

    /** Around one of fifty centres, as descriptors of photographs lie. */
    private static float[] descriptor(int image) {
        SplittableRandom centre = new SplittableRandom(image % 50);
        SplittableRandom own = new SplittableRandom(1_000_003L * image);
        float[] values = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) (centre.nextGaussian() + 0.5 * own.nextGaussian());
            squares += values[i] * values[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            values[i] /= (float) Math.sqrt(squares);
        }
        return values;
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
