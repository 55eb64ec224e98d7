package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.ImageId;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that a crash left {@code PENDING}. */
class PendingImagesTest {
    @TempDir
    Path root;

    private Path data;

    @BeforeEach
    void crash() {
        data = root.resolve("data");
        Path file = TestPictures.write(root, "a.png", 1);
        GalleryImage pending = new GalleryImage(
                ImageId.derive(file.toString(), 0),
                file.toString(),
                ImageContent.UNKNOWN,
                new ImageState.Pending(),
                Map.of(),
                Instant.now(),
                Instant.now());
        try (GalleryIndex index = LuceneGalleryIndex.open(data.resolve("catalogue"), IndexOptions.defaults())) {
            index.apply(List.of(new CatalogueChange.Put(pending)));
        }
    }

    @Test
    void areTakenUpAtTheNextStartWithoutBeingAskedFor() {
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            gallery.awaitIndexed(1);
        }
    }

    /** With the bug that this is about, closing would wait for the request that nobody can answer. */
    @Test
    void doNotHoldUpAProcessThatOnlyAnswersFromTheCatalogue() {
        try (TestGallery gallery = TestGallery.start(data, Map.of("stages", "index", "bus.request-timeout", "24h"))) {
            assertThat(gallery.status().getInteger("pending")).isEqualTo(1);
        }
    }
}
