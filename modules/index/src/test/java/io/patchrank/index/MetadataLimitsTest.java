package io.patchrank.index;

import static io.patchrank.api.gallery.GalleryRows.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.GalleryRows;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.MetadataFilter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetadataLimitsTest {
    private final Path folder;

    MetadataLimitsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatCannotBeReadBackIsRefused() {
        Object deep = "bottom";
        for (int i = 0; i < 200; i++) {
            deep = List.of(deep);
        }
        assertRefused("metadata.when", Map.of("when", Instant.EPOCH));
        assertRefused("metadata.size", Map.of("size", Double.NaN));
        assertRefused("metadata.size", Map.of("size", BigInteger.TEN.pow(400)));
        assertRefused("metadata", Map.of("size", new BigDecimal("0." + "1".repeat(2000))));
        assertRefused("metadata.list", Map.of("list", deep));
        assertRefused("metadata", Map.of("text", "x".repeat(1 << 20)));
        assertRefused("metadata." + "k".repeat(64), Map.of("k".repeat(2000), 1));
    }

    private void assertRefused(String subject, Map<String, Object> metadata) {
        GalleryImage image = pending("a").withMetadata(metadata, GalleryRows.UPDATED);
        try (GalleryIndex gallery = open()) {
            assertThatExceptionOfType(PatchrankException.class)
                    .isThrownBy(() -> gallery.apply(List.of(new CatalogueChange.Put(image))))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
                    .satisfies(e -> assertThat(e.subject()).isEqualTo(subject));
        }
    }

    @Test
    void nestedNullIsKeptAndNoFilterFindsIt() {
        Map<String, Object> camera = Collections.singletonMap("lens", null);
        GalleryImage image = pending("a").withMetadata(Map.of("camera", camera), GalleryRows.UPDATED);
        try (GalleryIndex gallery = open()) {
            gallery.apply(List.of(new CatalogueChange.Put(image)));

            assertThat(gallery.get(image.id())).contains(image);
            assertThat(list(gallery, new MetadataFilter.Exists("camera.lens"))).isEmpty();
            assertThat(list(gallery, new MetadataFilter.Exists("camera"))).hasSize(1);
        }
    }

    @Test
    void filterOfTooManyPartsIsRefused() {
        List<MetadataFilter> parts = IntStream.range(0, 5000)
                .<MetadataFilter>mapToObj(i -> new MetadataFilter.Equals("name", "n" + i))
                .toList();
        try (GalleryIndex gallery = open()) {
            assertThatExceptionOfType(PatchrankException.class)
                    .isThrownBy(() -> list(gallery, new MetadataFilter.AnyOf(parts)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
                    .satisfies(e -> assertThat(e.subject()).isEqualTo("filter"));
        }
    }

    @Test
    void sourceOfUnreasonableLengthIsRefused() {
        GalleryImage image = pending("a").withSource("/" + "x".repeat(10_000), GalleryRows.UPDATED);
        GalleryImage nameless = pending("a").withSource("", GalleryRows.UPDATED);
        try (GalleryIndex gallery = open()) {
            for (GalleryImage bad : List.of(image, nameless)) {
                assertThatExceptionOfType(PatchrankException.class)
                        .isThrownBy(() -> gallery.apply(List.of(new CatalogueChange.Put(bad))))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
            }
        }
    }

    private GalleryIndex open() {
        return LuceneGalleryIndex.open(folder, IndexOptions.defaults());
    }

    private static List<GalleryImage> list(GalleryIndex gallery, MetadataFilter filter) {
        return gallery.list(EnumSet.allOf(ImageState.Kind.class), filter, Optional.empty(), 100);
    }
}
