package io.patchrank.pipeline.exchange;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.pipeline.data.DataFolder;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The indexed images of a data folder that is owned here, in the order in which their features are stored. */
final class OpenGallery implements AutoCloseable {

    private final DataFolder folder;
    private final GalleryIndex index;
    private final Hdf5FeatureStorage storage;
    private final List<GalleryImage> images;

    private OpenGallery(DataFolder folder, GalleryIndex index, Hdf5FeatureStorage storage, List<GalleryImage> images) {
        this.folder = folder;
        this.index = index;
        this.storage = storage;
        this.images = images;
    }

    /**
     * @throws PatchrankException {@code NOT_FOUND} when nothing is kept in the folder or nothing matches,
     *     {@code DATA_FOLDER_IN_USE}
     */
    static OpenGallery of(Path data, MetadataFilter filter) {
        if (!DataFolder.exists(data)) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND, data.toString(), "holds no gallery; name its data folder with --data");
        }
        List<AutoCloseable> opened = new ArrayList<>();
        boolean done = false;
        try {
            DataFolder folder = DataFolder.open(data);
            opened.addFirst(folder);
            Hdf5FeatureStorage storage = Hdf5FeatureStorage.openExisting(folder.features());
            opened.addFirst(storage);
            GalleryIndex index = LuceneGalleryIndex.open(folder.catalogue(), IndexOptions.defaults());
            opened.addFirst(index);
            List<GalleryImage> images = inStoredOrder(index, filter);
            if (images.isEmpty()) {
                throw new PatchrankException(
                        ErrorCode.NOT_FOUND, data.toString(), "no indexed image of the gallery is asked for");
            }
            done = true;
            return new OpenGallery(folder, index, storage, images);
        } finally {
            if (!done) {
                opened.forEach(OpenGallery::quietly);
            }
        }
    }

    private static void quietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing what was just opened failed", e);
        }
    }

    private static List<GalleryImage> inStoredOrder(GalleryIndex index, MetadataFilter filter) {
        List<GalleryImage> images = new ArrayList<>();
        index.forEachPage(Set.of(ImageState.Kind.INDEXED), filter, images::addAll);
        images.sort(
                Comparator.comparing((GalleryImage i) -> state(i).features()).thenComparing(GalleryImage::source));
        return List.copyOf(images);
    }

    private static ImageState.Indexed state(GalleryImage image) {
        return (ImageState.Indexed) image.state();
    }

    List<GalleryImage> images() {
        return images;
    }

    StorageOptions options() {
        return storage.options();
    }

    LocalDescriptors locals(int image, int descriptorCount) {
        return storage.readLocals(List.of(state(images.get(image)).features()), descriptorCount)
                .getFirst();
    }

    float[] global(int image) {
        return storage.readGlobals(List.of(state(images.get(image)).features())).getFirst();
    }

    GalleryIndex index() {
        return index;
    }

    @Override
    public void close() {
        index.close();
        storage.close();
        folder.close();
    }
}
