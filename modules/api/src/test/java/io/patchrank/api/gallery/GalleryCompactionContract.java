package io.patchrank.api.gallery;

import static io.patchrank.api.gallery.GalleryRows.indexed;
import static io.patchrank.api.gallery.GalleryRows.pending;
import static io.patchrank.api.gallery.GalleryRows.removed;
import static io.patchrank.api.gallery.GalleryRows.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.ImageId;
import io.patchrank.api.feature.FeatureKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link GalleryIndex} does while space is given back: features move, rows stay. */
public abstract class GalleryCompactionContract {
    private static final float[] EAST = unit(1, 0, 0);
    private static final float[] NORTH = unit(0, 1, 0);

    private static final FeatureKey FEATURES =
            ((ImageState.Indexed) indexed("any").state()).features();
    private static final FeatureKey MOVED = new FeatureKey(12, 3);

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
    void movedFeaturesAreAllThatAMoveChanges() {
        apply(index("a", EAST), index("b", NORTH));
        GalleryImage before = gallery.get(new ImageId("a")).orElseThrow();

        apply(move("a", FEATURES, MOVED));

        assertThat(gallery.get(new ImageId("a"))).contains(before.withFeatures(MOVED));
        assertThat(gallery.indexed(new ImageId("a")).orElseThrow().descriptor()).isEqualTo(EAST);
        assertThat(gallery.search(EAST, 1, MetadataFilter.ANY))
                .extracting(neighbour -> neighbour.image().id().value())
                .containsExactly("a");
        Map<String, FeatureKey> visited = new TreeMap<>();
        gallery.visitFeatures((id, key) -> visited.put(id.value(), key));
        assertThat(visited).isEqualTo(Map.of("a", MOVED, "b", FEATURES));
    }

    @Test
    void whoeverChangedARowBeforeTheMoveWins() {
        apply(index("changed", EAST), index("removed", NORTH), put(pending("waiting")));
        GalleryImage changed = indexed("changed").withFeatures(new FeatureKey(9, 9));
        apply(index(changed, NORTH), put(removed("removed")));
        List<GalleryImage> before = list();

        apply(
                move("changed", FEATURES, MOVED),
                move("removed", FEATURES, MOVED),
                move("waiting", FEATURES, MOVED),
                move("unknown", FEATURES, MOVED));

        assertThat(list()).isEqualTo(before);
    }

    @Test
    void moveOfWhatTheSameCallWritesIsDone() {
        apply(index("a", EAST), move("a", FEATURES, MOVED), move("a", MOVED, new FeatureKey(13, 0)));
        assertThat(gallery.get(new ImageId("a"))).contains(indexed("a").withFeatures(new FeatureKey(13, 0)));

        apply(move("a", new FeatureKey(13, 0), MOVED), index("a", NORTH));
        assertThat(gallery.get(new ImageId("a"))).contains(indexed("a"));
    }

    @Test
    void compactionLeavesTheGalleryAsItIs() {
        for (int i = 0; i < 20; i++) {
            apply(index("image-" + i, unit(1, i, 0)));
        }
        for (int i = 0; i < 15; i++) {
            apply(put(removed("image-" + i)));
        }
        List<GalleryImage> before = list();
        List<Neighbour> found = gallery.search(EAST, 10, MetadataFilter.ANY);

        gallery.compact(0);

        assertThat(list()).isEqualTo(before);
        assertThat(gallery.search(EAST, 10, MetadataFilter.ANY)).isEqualTo(found);
        assertThat(gallery.compact(0)).isZero();
    }

    private static CatalogueChange move(String id, FeatureKey from, FeatureKey to) {
        return new CatalogueChange.Move(new ImageId(id), from, to);
    }

    private void apply(CatalogueChange... changes) {
        gallery.apply(List.of(changes));
    }

    private List<GalleryImage> list() {
        return gallery.list(EnumSet.allOf(ImageState.Kind.class), MetadataFilter.ANY, Optional.empty(), 1000);
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
}
