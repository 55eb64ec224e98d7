package io.patchrank.api.gallery;

import io.patchrank.api.ImageId;
import io.patchrank.api.feature.FeatureKey;

/** One change of the catalogue; a list of them is applied together or not at all. */
public sealed interface CatalogueChange {
    ImageId id();

    /** Writes the row; it has no descriptor and no search finds it. The state is any but {@code Indexed}. */
    record Put(GalleryImage image) implements CatalogueChange {
        public Put {
            if (image.state() instanceof ImageState.Indexed) {
                throw new IllegalArgumentException("an indexed image needs its descriptor: use Index");
            }
        }

        @Override
        public ImageId id() {
            return image.id();
        }
    }

    /**
     * Writes the row and makes the image searchable.
     *
     * @param image its state is {@code Indexed}
     * @param descriptor L2-normalised global descriptor, [Dg]
     */
    record Index(GalleryImage image, float[] descriptor) implements CatalogueChange {
        public Index {
            if (!(image.state() instanceof ImageState.Indexed)) {
                throw new IllegalArgumentException("only an indexed image has a descriptor");
            }
        }

        @Override
        public ImageId id() {
            return image.id();
        }
    }

    /** Writes the row of an image that stays indexed under the descriptor it has (renamed, new metadata). */
    record Update(GalleryImage image) implements CatalogueChange {
        @Override
        public ImageId id() {
            return image.id();
        }
    }

    /**
     * The features of an image are kept elsewhere from now on. Nothing happens to a row that has other features by then,
     * or none: whoever changed it knew better.
     */
    record Move(ImageId id, FeatureKey from, FeatureKey to) implements CatalogueChange {
        /** Whether the row is one that this changes. */
        public boolean concerns(GalleryImage image) {
            return image.id().equals(id)
                    && image.state() instanceof ImageState.Indexed indexed
                    && indexed.features().equals(from);
        }
    }

    /** Forgets the row altogether. */
    record Delete(ImageId id) implements CatalogueChange {}
}
