package io.patchrank.index;

import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.GalleryIndexContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class GraphGalleryIndexTest extends GalleryIndexContract {
    private final Path folder;

    GraphGalleryIndexTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected GalleryIndex open() {
        return LuceneGalleryIndex.open(
                folder,
                IndexOptions.defaults()
                        .withApproximate(ApproximateSearch.HNSW)
                        .withExactBelow(0)
                        .withGraphFrom(0));
    }
}
