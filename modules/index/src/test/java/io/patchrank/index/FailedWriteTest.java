package io.patchrank.index;

import static io.patchrank.api.gallery.GalleryRows.indexed;
import static io.patchrank.api.gallery.GalleryRows.pending;
import static io.patchrank.api.gallery.GalleryRows.randomUnit;
import static io.patchrank.api.gallery.GalleryRows.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.MetadataFilter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FailedWriteTest {
    private static final float[] EAST = unit(1, 0);
    private final FaultyDirectory disk = new FaultyDirectory();
    private final Path folder;

    FailedWriteTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void diskThatFillsAnywhereInACallLeavesTheGalleryAsItWas() {
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, disk, IndexOptions.defaults())) {
            gallery.apply(List.of(new CatalogueChange.Index(indexed("a"), EAST)));
            List<CatalogueChange> changes =
                    List.of(new CatalogueChange.Put(pending("a")), new CatalogueChange.Index(indexed("b"), unit(0, 1)));

            int allowed = 0;
            while (!appliedWithin(allowed, gallery, changes)) {
                assertThat(rows(gallery)).containsExactly(indexed("a"));
                assertThat(gallery.search(EAST, 9, MetadataFilter.ANY)).hasSize(1);
                allowed++;
            }

            assertThat(allowed).as("operations of a call").isGreaterThan(20);
            assertThat(rows(gallery)).containsExactly(pending("a"), indexed("b"));
        }
    }

    private boolean appliedWithin(int operations, GalleryIndex gallery, List<CatalogueChange> changes) {
        disk.allow(operations);
        try {
            gallery.apply(changes);
            return true;
        } catch (PatchrankException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL);
            assertThat(e).hasMessageContaining(folder.toString()).hasMessageContaining("free some space");
            return false;
        } finally {
            disk.allowAll();
        }
    }

    @Test
    void galleryOutlivesManyFailuresAndFailedMerges() {
        Random random = new Random(3);
        Map<String, GalleryImage> expected = new TreeMap<>();
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, disk, IndexOptions.defaults())) {
            for (int round = 0; round < 200; round++) {
                GalleryImage image = indexed("id" + random.nextInt(60), Map.of("round", round));
                disk.allow(random.nextInt(3) == 0 ? random.nextInt(60) : Long.MAX_VALUE);
                try {
                    gallery.apply(List.of(new CatalogueChange.Index(image, randomUnit(random, 8))));
                    expected.put(image.id().value(), image);
                } catch (PatchrankException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL);
                }
                assertThat(rows(gallery)).containsExactlyElementsOf(expected.values());
            }
            disk.allowAll();
        }
    }

    @Test
    void galleryThatCannotBeCreatedIsCreatedByTheNextAttempt() {
        disk.allow(2);
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> LuceneGalleryIndex.open(folder, disk, IndexOptions.defaults()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        disk.allowAll();
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, disk, IndexOptions.defaults())) {
            assertThat(rows(gallery)).isEmpty();
        }
    }

    @Test
    void interruptedCallIsCancelledAndTheNextSucceeds() {
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder, IndexOptions.defaults())) {
            gallery.apply(List.of(new CatalogueChange.Put(pending("a"))));
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(PatchrankException.class)
                    .isThrownBy(() -> gallery.apply(List.of(new CatalogueChange.Put(pending("b")))))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
            assertThat(Thread.interrupted()).isTrue();

            assertThat(gallery.get(new ImageId("b"))).isEmpty();
            gallery.apply(List.of(new CatalogueChange.Put(pending("c"))));
            assertThat(rows(gallery)).containsExactly(pending("a"), pending("c"));
        }
    }

    private static List<GalleryImage> rows(GalleryIndex gallery) {
        return gallery.list(EnumSet.allOf(ImageState.Kind.class), MetadataFilter.ANY, Optional.empty(), 1000);
    }
}
