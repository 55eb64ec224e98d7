package io.patchrank.api.gallery;

import static io.patchrank.api.gallery.GalleryRows.indexed;
import static io.patchrank.api.gallery.GalleryRows.pending;
import static io.patchrank.api.gallery.GalleryRows.rejected;
import static io.patchrank.api.gallery.GalleryRows.removed;
import static io.patchrank.api.gallery.GalleryRows.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link GalleryIndex} does: rows, states, models, search. Filters have {@link MetadataFilterContract}, compaction
 * has {@link GalleryCompactionContract}.
 */
public abstract class GalleryIndexContract {
    private static final float[] EAST = unit(1, 0, 0);
    private static final float[] NORTH_EAST = unit(1, 1, 0);
    private static final float[] NORTH = unit(0, 1, 0);
    private static final float[] WEST = unit(-1, 0, 0);
    private static final Set<ImageState.Kind> ANY_STATE = EnumSet.allOf(ImageState.Kind.class);

    private GalleryIndex gallery;

    /** A new, empty gallery; the test closes it. */
    protected abstract GalleryIndex open() throws Exception;

    @BeforeEach
    void openGallery() throws Exception {
        gallery = open();
    }

    @AfterEach
    void closeGallery() {
        gallery.close();
    }

    @Test
    void emptyGalleryAnswersWithNothing() {
        assertThat(gallery.search(EAST, 10, MetadataFilter.ANY)).isEmpty();
        assertThat(gallery.get(new ImageId("a"))).isEmpty();
        assertThat(gallery.bySource("/gallery/a.jpg")).isEmpty();
        assertThat(list()).isEmpty();
        assertThat(gallery.status())
                .isEqualTo(new GalleryStatus(0, 0, 0, 0, "", 0, gallery.status().search()));
    }

    @Test
    void rowOfEveryStateIsRestoredWhole() {
        Map<String, Object> metadata = Map.of(
                "title",
                "Süd-Portal 門",
                "year",
                1248,
                "score",
                0.1,
                "big",
                12345678901234L,
                "public",
                true,
                "tags",
                List.of("church", "gothic"),
                "camera",
                Map.of("model", "X100", "lens", Map.of("mm", 23)));
        GalleryImage a = pending("a").withMetadata(metadata, GalleryRows.UPDATED);
        GalleryImage d = indexed("d", metadata);
        apply(put(a), put(rejected("b")), put(removed("c")), index(d, EAST));
        apply(put(pending("e").withContent(ImageContent.UNKNOWN)));

        assertThat(gallery.get(a.id())).contains(a);
        assertThat(gallery.get(new ImageId("b"))).contains(rejected("b"));
        assertThat(gallery.get(new ImageId("c"))).contains(removed("c"));
        assertThat(gallery.get(d.id())).contains(d);
        assertThat(gallery.get(new ImageId("e"))).contains(pending("e").withContent(ImageContent.UNKNOWN));
        assertThat(gallery.search(EAST, 1, MetadataFilter.ANY)).containsExactly(new Neighbour(d, 1f));
    }

    @Test
    void searchOrdersBySimilarity() {
        apply(index("a", NORTH), index("b", WEST), index("c", EAST), index("d", NORTH_EAST));

        List<Neighbour> found = gallery.search(EAST, 10, MetadataFilter.ANY);

        assertThat(ids(found)).containsExactly("c", "d", "a", "b");
        assertThat(found.get(0).similarity()).isCloseTo(1f, within(1e-6f));
        assertThat(found.get(1).similarity()).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(found.get(2).similarity()).isCloseTo(0f, within(1e-6f));
        assertThat(found.get(3).similarity()).isCloseTo(-1f, within(1e-6f));
    }

    @Test
    void indexedImageIsGivenWithItsDescriptor() {
        apply(index("a", NORTH), index("b", NORTH_EAST), put(pending("c")), put(rejected("d")), put(removed("e")));

        for (String id : List.of("a", "b")) {
            IndexedImage found = gallery.indexed(new ImageId(id)).orElseThrow();
            assertThat(found.image()).isEqualTo(indexed(id, Map.of()));
            assertThat(found.descriptor()).isEqualTo(id.equals("a") ? NORTH : NORTH_EAST);
        }
        for (String id : List.of("c", "d", "e", "never")) {
            assertThat(gallery.indexed(new ImageId(id))).isEmpty();
        }
        apply(index("a", WEST), put(removed("b")));
        assertThat(gallery.indexed(new ImageId("a")).orElseThrow().descriptor()).isEqualTo(WEST);
        assertThat(gallery.indexed(new ImageId("b"))).isEmpty();
    }

    @Test
    void limitCutsTheRanking() {
        apply(index("a", NORTH), index("b", WEST), index("c", EAST), index("d", NORTH_EAST));

        assertThat(ids(gallery.search(EAST, 2, MetadataFilter.ANY))).containsExactly("c", "d");
        assertThat(gallery.search(EAST, 4, MetadataFilter.ANY)).hasSize(4);
        assertThat(gallery.search(EAST, Integer.MAX_VALUE, MetadataFilter.ANY)).hasSize(4);
        assertThat(gallery.search(EAST, 0, MetadataFilter.ANY)).isEmpty();
        assertFails(ErrorCode.BAD_REQUEST, () -> gallery.search(EAST, -1, MetadataFilter.ANY));
    }

    @Test
    void equalSimilaritiesAreInTheOrderOfTheIds() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            expected.add("id-" + (10 + i));
        }
        List<String> shuffled = new ArrayList<>(expected);
        Collections.shuffle(shuffled, new Random(1));
        for (int i = 0; i < 30; i += 5) {
            apply(shuffled.subList(i, i + 5).stream()
                    .map(id -> index(id, NORTH_EAST))
                    .toArray(CatalogueChange[]::new));
        }

        assertThat(ids(gallery.search(EAST, 7, MetadataFilter.ANY))).isEqualTo(expected.subList(0, 7));
        assertThat(ids(gallery.search(EAST, 100, MetadataFilter.ANY))).isEqualTo(expected);
    }

    @Test
    void indexingAgainReplacesTheDescriptor() {
        apply(index("a", EAST), index("b", NORTH));
        apply(index("a", WEST));

        assertThat(ids(gallery.search(EAST, 10, MetadataFilter.ANY))).containsExactly("b", "a");
        assertThat(gallery.status().indexed()).isEqualTo(2);
    }

    @Test
    void updateKeepsTheDescriptor() {
        apply(index("a", NORTH_EAST), index("b", NORTH));
        GalleryImage renamed = indexed("a", Map.of("seen", true)).withSource("/elsewhere/a.jpg", GalleryRows.UPDATED);
        apply(new CatalogueChange.Update(renamed));

        Neighbour first = gallery.search(NORTH_EAST, 1, MetadataFilter.ANY).getFirst();
        assertThat(first.image()).isEqualTo(renamed);
        assertThat(first.similarity()).isCloseTo(1f, within(1e-6f));
        assertThat(gallery.bySource("/gallery/a.jpg")).isEmpty();
        assertThat(gallery.bySource("/elsewhere/a.jpg")).contains(renamed);
    }

    @Test
    void updateWithoutDescriptorIsRefused() {
        apply(put(pending("a")));

        assertFails(ErrorCode.BAD_REQUEST, () -> apply(new CatalogueChange.Update(indexed("a"))));
        assertFails(ErrorCode.BAD_REQUEST, () -> apply(new CatalogueChange.Update(pending("a"))));
        assertFails(ErrorCode.NOT_FOUND, () -> apply(new CatalogueChange.Update(indexed("b"))));
        assertThat(gallery.get(new ImageId("a"))).contains(pending("a"));
    }

    @Test
    void imageThatIsNoLongerIndexedIsNotFound() {
        apply(index("a", EAST), index("b", EAST), index("c", EAST), index("d", EAST));
        apply(put(removed("a")), put(pending("b")), new CatalogueChange.Delete(new ImageId("c")));

        assertThat(ids(gallery.search(EAST, 10, MetadataFilter.ANY))).containsExactly("d");
        assertThat(gallery.get(new ImageId("a"))).contains(removed("a"));
        assertThat(gallery.get(new ImageId("c"))).isEmpty();
        assertThat(gallery.bySource("/gallery/a.jpg")).isEmpty();
        assertThat(gallery.bySource("/gallery/c.jpg")).isEmpty();
    }

    @Test
    void applyingTwiceLeavesTheSameGallery() {
        apply(index("a", EAST), index("b", NORTH), index("gone", WEST));
        CatalogueChange[] changes = {
            index("a", NORTH),
            put(rejected("b")),
            put(pending("c")),
            new CatalogueChange.Delete(new ImageId("gone")),
            new CatalogueChange.Delete(new ImageId("never-there"))
        };
        apply(changes);
        List<GalleryImage> once = list();
        List<Neighbour> foundOnce = gallery.search(EAST, 10, MetadataFilter.ANY);
        apply(changes);

        assertThat(list()).isEqualTo(once).hasSize(3);
        assertThat(gallery.search(EAST, 10, MetadataFilter.ANY))
                .isEqualTo(foundOnce)
                .hasSize(1);
    }

    @Test
    void laterChangeOfTheSameImageWins() {
        GalleryImage renamed = indexed("a").withSource("/elsewhere/a.jpg", GalleryRows.UPDATED);
        apply(
                put(pending("a")),
                index("a", EAST),
                new CatalogueChange.Update(renamed),
                index("b", EAST),
                put(rejected("b")),
                put(pending("c")),
                new CatalogueChange.Delete(new ImageId("c")));

        assertThat(list()).containsExactly(renamed, rejected("b"));
        assertThat(ids(gallery.search(EAST, 10, MetadataFilter.ANY))).containsExactly("a");
    }

    @Test
    void callIsAppliedWholeOrNotAtAll() {
        apply(index("a", EAST));

        assertFails(ErrorCode.MODEL_MISMATCH, () -> apply(put(pending("b")), index("c", unit(1, 0))));
        assertThat(list()).containsExactly(indexed("a"));
        apply(put(pending("b")));
        assertThat(list()).containsExactly(indexed("a"), pending("b"));
    }

    @Test
    void callWithoutChangesChangesNothing() {
        apply(index("a", EAST));
        apply();

        assertThat(list()).containsExactly(indexed("a"));
    }

    @Test
    void sourceOfAnotherLiveImageIsRefusedNamingBoth() {
        apply(put(pending("a")), put(removed("gone")));
        GalleryImage thief = pending("b").withSource("/gallery/a.jpg", GalleryRows.UPDATED);

        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> apply(put(thief)))
                .withMessageContaining("/gallery/a.jpg")
                .withMessageContaining("image a")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
                .satisfies(e -> assertThat(e.subject()).isEqualTo("b"));
        assertFails(
                ErrorCode.BAD_REQUEST,
                () -> apply(put(pending("c")), put(pending("d").withSource("/gallery/c.jpg", GalleryRows.UPDATED))));
        GalleryImage successor = pending("e").withSource("/gallery/gone.jpg", GalleryRows.UPDATED);
        apply(put(successor));
        assertThat(gallery.bySource("/gallery/gone.jpg")).contains(successor);
    }

    @Test
    void sourceMayPassFromOneImageToAnotherInOneCall() {
        apply(index("a", EAST), index("b", NORTH), put(pending("c")));
        GalleryImage a = indexed("a").withSource("/gallery/b.jpg", GalleryRows.UPDATED);
        GalleryImage b = indexed("b").withSource("/gallery/a.jpg", GalleryRows.UPDATED);
        GalleryImage d = pending("d").withSource("/gallery/c.jpg", GalleryRows.UPDATED);
        apply(new CatalogueChange.Update(a), new CatalogueChange.Update(b), put(d), put(removed("c")));

        assertThat(gallery.bySource("/gallery/a.jpg")).contains(b);
        assertThat(gallery.bySource("/gallery/b.jpg")).contains(a);
        assertThat(gallery.bySource("/gallery/c.jpg")).contains(d);
    }

    @Test
    void descriptorOfAnotherModelIsRefused() {
        apply(index("a", EAST), index("b", EAST));

        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> apply(index(indexed("b", "other/2", Map.of()), EAST)))
                .withMessageContaining(GalleryRows.MODEL)
                .withMessageContaining("other/2")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MISMATCH));
        assertFails(ErrorCode.MODEL_MISMATCH, () -> apply(index("b", unit(1, 0, 0, 0))));
        assertFails(ErrorCode.MODEL_MISMATCH, () -> gallery.search(unit(1, 0), 1, MetadataFilter.ANY));
        assertFails(
                ErrorCode.MODEL_MISMATCH, () -> apply(new CatalogueChange.Update(indexed("a", "other/2", Map.of()))));
        assertThat(gallery.status().modelFingerprint()).isEqualTo(GalleryRows.MODEL);
        assertThat(list()).containsExactly(indexed("a"), indexed("b"));
    }

    @Test
    void modelMayChangeWhenNoImageIsIndexed() {
        apply(index("a", EAST), index("b", NORTH));
        apply(put(pending("a")), new CatalogueChange.Delete(new ImageId("b")));
        assertThat(gallery.status().modelFingerprint()).isEqualTo(GalleryRows.MODEL);

        apply(index(indexed("a", "other/2", Map.of()), unit(1, 0)));

        assertThat(gallery.status().modelFingerprint()).isEqualTo("other/2");
        assertThat(gallery.status().dimension()).isEqualTo(2);
        assertThat(ids(gallery.search(unit(1, 0), 10, MetadataFilter.ANY))).containsExactly("a");
        assertFails(ErrorCode.MODEL_MISMATCH, () -> gallery.search(EAST, 10, MetadataFilter.ANY));
    }

    @Test
    void modelMayChangeInTheCallThatReplacesEveryDescriptor() {
        apply(index("a", EAST), index("b", NORTH));
        apply(index(indexed("a", "other/2", Map.of()), unit(1, 0)), put(removed("b")));

        assertThat(gallery.status().modelFingerprint()).isEqualTo("other/2");
        assertThat(ids(gallery.search(unit(0, 1), 10, MetadataFilter.ANY))).containsExactly("a");
    }

    @Test
    void twoModelsInOneCallAreRefused() {
        assertFails(
                ErrorCode.MODEL_MISMATCH,
                () -> apply(index("a", EAST), index(indexed("b", "other/2", Map.of()), NORTH)));
        assertThat(list()).isEmpty();
    }

    @Test
    void descriptorThatIsNotNormalisedIsRefused() {
        assertFails(ErrorCode.BAD_REQUEST, () -> apply(index("a", new float[] {2, 0, 0})));
        assertFails(ErrorCode.BAD_REQUEST, () -> apply(index("a", new float[] {0, 0, 0})));
        assertFails(ErrorCode.BAD_REQUEST, () -> apply(index("a", new float[] {Float.NaN, 0, 0})));
        assertFails(ErrorCode.BAD_REQUEST, () -> apply(index("a", new float[0])));
        assertFails(ErrorCode.BAD_REQUEST, () -> gallery.search(new float[] {0, 3}, 1, MetadataFilter.ANY));
    }

    @Test
    void contentIsFoundByItsHashAmongIndexedImages() {
        ImageContent other = new ImageContent("cd".repeat(32), 1, GalleryRows.ADDED, 1, 1);
        apply(index("b", EAST), index("a", NORTH), put(pending("c")), put(rejected("d")), put(removed("e")));
        apply(index(indexed("f").withContent(other), EAST));

        assertThat(gallery.bySha256("ab".repeat(32))).containsExactly(indexed("a"), indexed("b"));
        assertThat(gallery.bySha256("00".repeat(32))).isEmpty();
    }

    @Test
    void listPagesThroughTheIdsInOrder() {
        for (String id : List.of("m", "Z", "a", "k9", "k10", "0")) {
            apply(put(pending(id)));
        }
        apply(index("b", EAST), put(rejected("c")), put(removed("d")));
        List<String> seen = new ArrayList<>();
        Optional<ImageId> after = Optional.empty();
        List<GalleryImage> page = gallery.list(ANY_STATE, MetadataFilter.ANY, after, 4);
        while (!page.isEmpty()) {
            page.forEach(image -> seen.add(image.id().value()));
            page = gallery.list(
                    ANY_STATE, MetadataFilter.ANY, Optional.of(page.getLast().id()), 4);
        }

        assertThat(seen).containsExactly("0", "Z", "a", "b", "c", "d", "k10", "k9", "m");
        assertThat(gallery.list(ANY_STATE, MetadataFilter.ANY, Optional.of(new ImageId("ca")), 2))
                .extracting(image -> image.id().value())
                .containsExactly("d", "k10");
        assertThat(gallery.list(ANY_STATE, MetadataFilter.ANY, Optional.empty(), 0))
                .isEmpty();
        assertFails(ErrorCode.BAD_REQUEST, () -> gallery.list(ANY_STATE, MetadataFilter.ANY, Optional.empty(), -1));
    }

    @Test
    void listKeepsToStatesAndFilter() {
        apply(index("a", EAST), put(pending("b")), put(rejected("c")), put(removed("d")));

        assertThat(list(EnumSet.of(ImageState.Kind.REJECTED, ImageState.Kind.REMOVED)))
                .containsExactly(rejected("c"), removed("d"));
        assertThat(list(Set.of())).isEmpty();
        assertThat(gallery.list(ANY_STATE, new MetadataFilter.SourcePrefix("/gallery/b"), Optional.empty(), 10))
                .containsExactly(pending("b"));
    }

    @Test
    void statusCountsTheStates() {
        apply(index("a", EAST), index("b", EAST), put(pending("c")), put(rejected("d")), put(removed("e")));
        apply(put(rejected("b")), put(rejected("c")), new CatalogueChange.Delete(new ImageId("e")));

        GalleryStatus status = gallery.status();
        assertThat(status).isEqualTo(new GalleryStatus(1, 0, 3, 0, GalleryRows.MODEL, 3, status.search()));
        assertThat(status.search()).isIn("exact", "ivf", "hnsw");
    }

    @Test
    void readerSeesAllOrNothingOfACall() throws Exception {
        apply(index("a", EAST), index("b", EAST));
        Thread changing = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 40; i++) {
                Map<String, Object> round = Map.of("round", i);
                apply(index(indexed("a", round), EAST), index(indexed("b", round), NORTH));
            }
        });
        do {
            List<GalleryImage> pair = list();
            assertThat(pair).hasSize(2);
            assertThat(pair.get(0).metadata()).isEqualTo(pair.get(1).metadata());
            assertThat(gallery.search(EAST, 10, MetadataFilter.ANY)).hasSize(2);
        } while (!changing.join(Duration.ofMillis(1)));
        assertThat(gallery.get(new ImageId("a")).orElseThrow().metadata()).containsEntry("round", 39);
    }

    private void apply(CatalogueChange... changes) {
        gallery.apply(List.of(changes));
    }

    private List<GalleryImage> list() {
        return list(ANY_STATE);
    }

    private List<GalleryImage> list(Set<ImageState.Kind> states) {
        return gallery.list(states, MetadataFilter.ANY, Optional.empty(), 1000);
    }

    private static CatalogueChange put(GalleryImage image) {
        return new CatalogueChange.Put(image);
    }

    private static CatalogueChange index(String id, float[] descriptor) {
        return index(indexed(id), descriptor);
    }

    private static CatalogueChange index(GalleryImage image, float[] descriptor) {
        return new CatalogueChange.Index(image, descriptor);
    }

    private static List<String> ids(List<Neighbour> neighbours) {
        return neighbours.stream().map(n -> n.image().id().value()).toList();
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(PatchrankException.class).isThrownBy(call).satisfies(e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
