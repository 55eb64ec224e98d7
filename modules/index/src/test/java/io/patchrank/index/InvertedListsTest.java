package io.patchrank.index;

import static io.patchrank.api.gallery.GalleryRows.indexed;
import static io.patchrank.api.gallery.GalleryRows.randomUnit;
import static io.patchrank.api.gallery.GalleryRows.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.ImageId;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.api.gallery.Neighbour;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists of 8-bit codes find what the scan of floats finds. */
final class InvertedListsTest {
    /** Every row has it: searches with it go by the floats. */
    private static final MetadataFilter ALL = new MetadataFilter.Equals("all", true);

    private final Path folder;

    InvertedListsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theseTestsRunWithTheKernel() {
        assertThat(ListScan.isSupported()).isTrue();
    }

    @Test
    void kernelAddsWhatAnIntegerLoopAdds() {
        Random random = new Random(1);
        int width = 96;
        int rows = 5;
        short[] query = new short[width];
        byte[] codes = new byte[(rows + 1) * width];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (random.nextInt(255) - 127);
        }
        for (int i = 0; i < width; i++) {
            // The largest products, and both signs.
            query[i] = (short) (i % 3 == 0 ? -127 : 127);
            codes[width + i] = (byte) (i % 3 == 0 ? -127 : 127);
        }
        int[] dots = new int[rows];
        CodeKernel.dots(query, codes, width, dots, rows);

        int[] expected = new int[rows];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < width; i++) {
                expected[row] += query[i] * codes[(row + 1) * width + i];
            }
        }
        assertThat(dots).isEqualTo(expected);
    }

    @Test
    void whatCodesMissIsNotAboveTheirError() {
        Random random = new Random(2);
        for (int length : new int[] {1, 31, 32, 33, 385}) {
            float[] values = randomUnit(random, length);
            Codes codes = Codes.of(values);
            double squares = 0;
            for (int i = 0; i < codes.codes().length; i++) {
                double value = i < length ? values[i] : 0;
                squares += Math.pow(value - (double) codes.scale() * codes.codes()[i], 2);
            }
            assertThat(codes.codes()).hasSize(Codes.padded(length));
            assertThat(Math.sqrt(squares)).isLessThanOrEqualTo(codes.error());
            assertThat((double) codes.error()).isLessThan(0.02 * Math.sqrt(length));
        }
    }

    @Test
    void findsWhatTheFloatsFindInEveryKindOfDescriptors() {
        Random random = new Random(3);
        List<float[]> descriptors = new ArrayList<>();
        float[] centre = randomUnit(random, 70);
        for (int i = 0; i < 9000; i++) {
            descriptors.add(
                    switch (i % 3) {
                        case 0 -> randomUnit(random, 70);
                        // So close to each other that codes cannot tell them apart.
                        case 1 -> near(centre, random, 1e-4);
                        // One value so large that all others are 0 as codes.
                        default -> outlying(random, i % 70);
                    });
        }
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, IndexOptions.defaults())) {
            for (int start = 0; start < descriptors.size(); start += 3000) {
                List<CatalogueChange> changes = new ArrayList<>();
                for (int i = start; i < start + 3000; i++) {
                    changes.add(new CatalogueChange.Index(indexed("id" + i, Map.of("all", true)), descriptors.get(i)));
                }
                gallery.apply(changes);
            }
            List<CatalogueChange> removed = new ArrayList<>();
            for (int i = 0; i < 9000; i += 7) {
                removed.add(new CatalogueChange.Delete(new ImageId("id" + i)));
            }
            gallery.apply(removed);

            for (int query = 1; query < 60; query++) {
                float[] asked = query % 4 == 0 ? randomUnit(random, 70) : descriptors.get(query);
                for (int limit : new int[] {1, 10, 250}) {
                    assertThat(hits(gallery.search(asked, limit, MetadataFilter.ANY)))
                            .isEqualTo(hits(gallery.search(asked, limit, ALL)));
                }
            }
        }
    }

    @Test
    void findsTheSameWhenASegmentIsScannedInParts() {
        Random random = new Random(4);
        int rows = 2 * ListScan.ROWS_OF_A_PART + 100;
        List<CatalogueChange> changes = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            changes.add(new CatalogueChange.Index(indexed("id" + i, Map.of("all", true)), randomUnit(random, 33)));
        }
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, IndexOptions.defaults())) {
            gallery.apply(changes);
            for (int query = 0; query < 30; query++) {
                float[] asked = randomUnit(random, 33);
                assertThat(hits(gallery.search(asked, 100, MetadataFilter.ANY)))
                        .isEqualTo(hits(gallery.search(asked, 100, ALL)));
            }
        }
    }

    @Test
    void theNearestListsHoldMostOfTheNearestDescriptorsAndAllListsAll() {
        IndexOptions options = IndexOptions.defaults().withExactBelow(1000);
        Random random = new Random(6);
        List<CatalogueChange> changes = new ArrayList<>();
        for (int i = 0; i < 2 * ListScan.ROWS_OF_A_PART; i++) {
            changes.add(new CatalogueChange.Index(indexed("id" + i), randomUnit(random, 48)));
        }
        try (LuceneGalleryIndex gallery = LuceneGalleryIndex.open(folder, options)) {
            gallery.apply(changes);

            assertThat(gallery.status().search()).isEqualTo("ivf");
            assertThat(gallery.recall(50, 100).recall()).as("half of the lists").isBetween(0.9, 0.99999);
        }
        try (LuceneGalleryIndex gallery = LuceneGalleryIndex.open(folder, options.withProbe(1))) {
            assertThat(gallery.recall(50, 100).recall()).as("all lists").isEqualTo(1);
        }
    }

    @Test
    void listsOfMergedSegmentsHoldWhatIsLeft() {
        IndexOptions all = IndexOptions.defaults().withExactBelow(0).withProbe(1);
        Random random = new Random(8);
        try (LuceneGalleryIndex gallery = LuceneGalleryIndex.open(folder, all)) {
            List<CatalogueChange> rows = SearchTest.clustered(random, 2000, 16);
            for (int from = 0; from < rows.size(); from += 500) {
                gallery.apply(rows.subList(from, from + 500));
            }
            List<CatalogueChange> removed = new ArrayList<>();
            for (int i = 0; i < 2000; i += 3) {
                removed.add(new CatalogueChange.Delete(new ImageId("id" + i)));
            }
            gallery.apply(removed);
            gallery.compact(0.01);

            MetadataFilter lower = new MetadataFilter.Range("number", 0, 999);
            for (int query = 0; query < 5; query++) {
                float[] asked = randomUnit(random, 16);
                assertThat(numbers(gallery.search(asked, 50, MetadataFilter.ANY)))
                        .hasSize(50)
                        .noneMatch(number -> number % 3 == 0)
                        .isEqualTo(numbers(gallery.search(asked, 1333, MetadataFilter.ANY))
                                .subList(0, 50));
                assertThat(numbers(gallery.search(asked, 50, lower)))
                        .isEqualTo(numbers(gallery.search(asked, 666, lower)).subList(0, 50))
                        .allMatch(number -> number < 1000);
            }
        }
    }

    @Test
    void graphsOfAnOtherMethodAreWalkedUntilTheyAreMerged() {
        Random random = new Random(10);
        List<CatalogueChange> rows = SearchTest.clustered(random, 2000, 16);
        IndexOptions lists = IndexOptions.defaults().withExactBelow(0);
        try (GalleryIndex gallery = LuceneGalleryIndex.open(
                folder, lists.withApproximate(ApproximateSearch.HNSW).withGraphFrom(0))) {
            gallery.apply(rows.subList(0, 1000));
            assertThat(gallery.status().search()).isEqualTo("hnsw");
        }
        try (LuceneGalleryIndex gallery = LuceneGalleryIndex.open(folder, lists)) {
            gallery.apply(rows.subList(1000, 2000));
            assertThat(gallery.status().search()).isEqualTo("hnsw");
            assertThat(gallery.recall(50, 10).recall()).isGreaterThan(0.9);

            gallery.compact(0.5);

            assertThat(gallery.status().search()).isEqualTo("ivf");
            assertThat(gallery.recall(50, 10).recall()).isEqualTo(1);
        }
    }

    @Test
    void equalDescriptorsAreAllFound() {
        float[] same = randomUnit(new Random(9), 24);
        List<CatalogueChange> changes = new ArrayList<>();
        for (int i = 0; i < 9000; i++) {
            changes.add(new CatalogueChange.Index(indexed("id" + i), same));
        }
        try (GalleryIndex gallery =
                LuceneGalleryIndex.open(folder, IndexOptions.defaults().withExactBelow(0))) {
            gallery.apply(changes);
            assertThat(gallery.search(same, 100, MetadataFilter.ANY)).hasSize(100);
            assertThat(gallery.search(same, 10_000, MetadataFilter.ANY)).hasSize(9000);
        }
    }

    private static List<Integer> numbers(List<Neighbour> neighbours) {
        return neighbours.stream()
                .map(hit ->
                        (Integer) Objects.requireNonNull(hit.image().metadata().get("number")))
                .toList();
    }

    private static float[] near(float[] centre, Random random, double distance) {
        double[] values = new double[centre.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = centre[i] + distance * random.nextGaussian();
        }
        return unit(values);
    }

    private static float[] outlying(Random random, int large) {
        double[] values = new double[70];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1e-4 * random.nextGaussian();
        }
        values[large] = 1;
        return unit(values);
    }

    private static List<String> hits(List<Neighbour> neighbours) {
        return neighbours.stream()
                .map(hit -> hit.image().id() + " " + hit.similarity())
                .toList();
    }
}
