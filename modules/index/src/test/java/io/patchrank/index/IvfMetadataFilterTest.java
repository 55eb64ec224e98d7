package io.patchrank.index;

import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.MetadataFilterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class IvfMetadataFilterTest extends MetadataFilterContract {
    private final Path folder;

    IvfMetadataFilterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected GalleryIndex open() {
        return LuceneGalleryIndex.open(folder, IndexOptions.defaults().withExactBelow(0));
    }
}
