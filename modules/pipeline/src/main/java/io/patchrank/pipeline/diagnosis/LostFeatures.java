package io.patchrank.pipeline.diagnosis;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.MetadataFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares catalogue and storage. Blocks: it reads features of every indexed image. */
final class LostFeatures {
    private LostFeatures() {}

    /** Indexed images whose features cannot be read, in the order of their ids. */
    static List<GalleryImage> of(GalleryIndex index, FeatureStorage storage) {
        List<GalleryImage> lost = new ArrayList<>();
        index.forEachPage(Set.of(ImageState.Kind.INDEXED), MetadataFilter.ANY, page -> {
            if (!readable(storage, page)) {
                page.stream()
                        .filter(image -> !readable(storage, List.of(image)))
                        .forEach(lost::add);
            }
        });
        return lost;
    }

    private static boolean readable(FeatureStorage storage, List<GalleryImage> images) {
        List<FeatureKey> keys = images.stream()
                .map(image -> ((ImageState.Indexed) image.state()).features())
                .toList();
        try {
            storage.readLocals(keys, 1, LocalsForm.RICHEST);
            return true;
        } catch (PatchrankException e) {
            return false;
        }
    }
}
