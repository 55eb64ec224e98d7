package io.patchrank.index;

import static io.patchrank.api.gallery.GalleryRows.indexed;
import static io.patchrank.api.gallery.GalleryRows.pending;
import static io.patchrank.api.gallery.GalleryRows.randomUnit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.ImageId;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.GalleryRows;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.api.gallery.Neighbour;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rankings against brute force, recall of the graphs, and both while the gallery changes. */
final class SearchTest {
    private final Path folder;

    SearchTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void exactRankingIsThatOfBruteForce() {
        Random random = new Random(5);
        Map<String, float[]> expected = new TreeMap<>();
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, IndexOptions.defaults())) {
            for (int call = 0; call < 12; call++) {
                gallery.apply(randomChanges(random, expected));
            }
            for (int query = 0; query < 20; query++) {
                float[] descriptor = randomUnit(random, 48);
                List<String> ranked = bruteForce(expected, descriptor);
                for (int limit : new int[] {1, 10, 137, expected.size(), 10_000}) {
                    assertThat(ids(gallery.search(descriptor, limit, MetadataFilter.ANY)))
                            .isEqualTo(ranked.subList(0, Math.min(limit, ranked.size())));
                }
                List<String> even = ranked.stream().filter(SearchTest::isEven).toList();
                assertThat(ids(gallery.search(descriptor, 50, new MetadataFilter.Equals("even", true))))
                        .isEqualTo(even.subList(0, 50));
            }
        }
    }

    /** New and replaced descriptors, a third of them copies of others, and rows without one in between. */
    private static List<CatalogueChange> randomChanges(Random random, Map<String, float[]> expected) {
        List<CatalogueChange> changes = new ArrayList<>();
        List<float[]> present = new ArrayList<>(expected.values());
        for (int i = 0; i < 80; i++) {
            String id = "id" + random.nextInt(700);
            if (random.nextInt(5) == 0) {
                changes.add(new CatalogueChange.Put(pending(id)));
                expected.remove(id);
            } else {
                float[] descriptor = !present.isEmpty() && random.nextInt(3) == 0
                        ? present.get(random.nextInt(present.size()))
                        : randomUnit(random, 48);
                changes.add(new CatalogueChange.Index(indexed(id, Map.of("even", isEven(id))), descriptor));
                expected.put(id, descriptor);
            }
        }
        return changes;
    }

    private static boolean isEven(String id) {
        return (id.charAt(id.length() - 1) - '0') % 2 == 0;
    }

    private static List<String> bruteForce(Map<String, float[]> gallery, float[] query) {
        return gallery.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, float[]> e) -> -Cosine.of(e.getValue(), query))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void graphsFindAlmostAllOfClusteredDescriptors() {
        IndexOptions graphs = IndexOptions.defaults()
                .withApproximate(ApproximateSearch.HNSW)
                .withExactBelow(1000)
                .withGraphFrom(500);
        Random random = new Random(6);
        try (LuceneGalleryIndex gallery = LuceneGalleryIndex.open(folder, graphs)) {
            gallery.apply(clustered(random, 5000, 64));

            assertThat(gallery.status().search()).isEqualTo("hnsw");
            RecallReport report = gallery.recall(50, 100);
            assertThat(report.queries()).isEqualTo(50);
            assertThat(report.recall()).isGreaterThanOrEqualTo(0.95);
        }
        try (LuceneGalleryIndex gallery = LuceneGalleryIndex.open(folder, graphs.withOverSearch(1))) {
            RecallReport hasty = gallery.recall(50, 10);
            assertThat(hasty.recall())
                    .as("less collected, less found: graphs were walked")
                    .isBetween(0.3, 0.9999);
        }
    }

    @Test
    void graphsAndScanAgreeOnSimilarities() {
        IndexOptions graphs = IndexOptions.defaults()
                .withApproximate(ApproximateSearch.HNSW)
                .withExactBelow(0)
                .withGraphFrom(0);
        Random random = new Random(7);
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, graphs)) {
            gallery.apply(clustered(random, 2000, 32));
            gallery.apply(List.of(new CatalogueChange.Delete(new ImageId("id0"))));
            float[] query = randomUnit(random, 32);

            List<Neighbour> walked = gallery.search(query, 20, MetadataFilter.ANY);
            List<Neighbour> scanned = gallery.search(query, 1999, MetadataFilter.ANY);

            assertThat(scanned).hasSize(1999);
            assertThat(scanned).containsAll(walked);
            assertThat(walked.getFirst().similarity())
                    .isCloseTo(scanned.getFirst().similarity(), within(0.05f));
            assertThat(gallery.search(query, 20, new MetadataFilter.Range("number", 100, 104)))
                    .extracting(n -> n.image().metadata().get("number"))
                    .containsExactlyInAnyOrder(100, 101, 102, 103, 104);
        }
    }

    @Test
    void recallOfAnEmptyGalleryIsComplete() {
        try (LuceneGalleryIndex gallery = LuceneGalleryIndex.open(folder, IndexOptions.defaults())) {
            assertThat(gallery.recall(10, 10)).isEqualTo(new RecallReport(0, 10, 1, 0, 0));
        }
    }

    @Test
    void readersWorkOnWhileTheGalleryChanges() throws Exception {
        IndexOptions graphs = IndexOptions.defaults()
                .withApproximate(ApproximateSearch.HNSW)
                .withExactBelow(200)
                .withGraphFrom(50);
        AtomicBoolean done = new AtomicBoolean();
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, graphs);
                ExecutorService readers = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> searches = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                Random random = new Random(reader);
                searches.add(readers.submit(() -> searchUntil(done, gallery, random)));
            }
            try {
                Random random = new Random(9);
                for (int call = 0; call < 25; call++) {
                    gallery.apply(clustered(random, 40 + 10 * call, 16).subList(10 * call, 40 + 10 * call));
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> searched : searches) {
                assertThat(searched.get()).isPositive();
            }
            assertThat(gallery.status().indexed()).isEqualTo(280);
        }
    }

    private static int searchUntil(AtomicBoolean done, GalleryIndex gallery, Random random) {
        int searches = 0;
        while (!done.get() || searches == 0) {
            List<Neighbour> found = gallery.search(randomUnit(random, 16), 30, MetadataFilter.ANY);
            assertThat(found).isSortedAccordingTo(Comparator.comparingDouble(n -> -n.similarity()));
            assertThat(ids(found)).doesNotHaveDuplicates();
            searches++;
        }
        return searches;
    }

    /** Descriptors around one centre for each 50 of them. */
    static List<CatalogueChange> clustered(Random random, int count, int dimension) {
        List<CatalogueChange> changes = new ArrayList<>();
        List<float[]> centres = new ArrayList<>();
        for (int i = 0; i < Math.max(1, count / 50); i++) {
            centres.add(randomUnit(random, dimension));
        }
        for (int i = 0; i < count; i++) {
            float[] centre = centres.get(random.nextInt(centres.size()));
            double[] values = new double[dimension];
            for (int d = 0; d < dimension; d++) {
                values[d] = centre[d] + 0.6 * random.nextGaussian() / Math.sqrt(dimension);
            }
            changes.add(new CatalogueChange.Index(indexed("id" + i, Map.of("number", i)), GalleryRows.unit(values)));
        }
        return changes;
    }

    private static List<String> ids(List<Neighbour> neighbours) {
        return neighbours.stream().map(n -> n.image().id().value()).toList();
    }
}
