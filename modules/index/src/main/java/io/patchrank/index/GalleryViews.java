package io.patchrank.index;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.ReferenceManager;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the newest view and closes the old ones when their last reader is done. Views are opened from the folder,
 * not from the writer: what is not committed cannot be seen.
 */
final class GalleryViews extends ReferenceManager<GalleryView> {
    private final String folder;

    GalleryViews(Directory directory, String folder) throws IOException {
        this.folder = folder;
        this.current = view(DirectoryReader.open(directory));
    }

    private GalleryView view(DirectoryReader reader) throws IOException {
        try {
            return new GalleryView(reader, folder);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    protected void decRef(GalleryView view) throws IOException {
        view.reader().decRef();
    }

    @Override
    protected @Nullable GalleryView refreshIfNeeded(GalleryView view) throws IOException {
        DirectoryReader newer = DirectoryReader.openIfChanged(view.reader());
        return newer == null ? null : view(newer);
    }

    @Override
    protected boolean tryIncRef(GalleryView view) {
        return view.reader().tryIncRef();
    }

    @Override
    protected int getRefCount(GalleryView view) {
        return view.reader().getRefCount();
    }
}
