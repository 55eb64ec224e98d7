package io.patchrank.index;

import io.patchrank.api.gallery.GalleryCompactionContract;
import io.patchrank.api.gallery.GalleryIndex;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class GraphGalleryCompactionTest extends GalleryCompactionContract {
    private final Path folder;

    GraphGalleryCompactionTest(@TempDir Path folder) {
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
